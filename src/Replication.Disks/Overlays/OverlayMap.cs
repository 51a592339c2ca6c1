namespace Replication.Disks.Overlays;

/// <summary>
/// What of the disk was written, and where it is: chunks with a slot, and ranges of zeros, which need none. A chunk with a slot
/// that lies in a range of zeros was written after it was zeroed. Not safe for concurrent use.
/// </summary>
internal sealed class OverlayMap
{
    private readonly Dictionary<long, OverlayPage> _pages = [];
    private readonly NumberRanges _zeros = new();

    /// <summary>Chunks that have a slot.</summary>
    public long Used { get; private set; }

    /// <summary>Ranges of zeros, whether they were partly written again or not.</summary>
    public IReadOnlyList<(long Start, long End)> Zeros => _zeros.All;

    public OverlaySlot? Find(long chunk) =>
        _pages.TryGetValue(chunk / OverlayPage.Chunks, out OverlayPage? page) ? page[(int)(chunk % OverlayPage.Chunks)] : null;

    public bool IsZero(long chunk) => _zeros.Contains(chunk) && Find(chunk) is null;

    /// <returns>The slot that the chunk had before.</returns>
    public OverlaySlot? Set(long chunk, OverlaySlot slot)
    {
        long number = chunk / OverlayPage.Chunks;
        if (!_pages.TryGetValue(number, out OverlayPage? page)) _pages.Add(number, page = new OverlayPage());
        int index = (int)(chunk % OverlayPage.Chunks);
        OverlaySlot? before = page[index];
        page.Set(index, slot);
        if (before is null) Used++;
        return before;
    }

    /// <summary>Cost is proportional to what is written there, not to the length of the range.</summary>
    /// <returns>The slots that the chunks had before.</returns>
    public List<OverlaySlot> Zero(long start, long end)
    {
        var freed = new List<OverlaySlot>();
        foreach (long number in PagesIn(start, end))
        {
            OverlayPage page = _pages[number];
            (long first, long last) = Clip(number, start, end);
            for (long chunk = first; chunk < last; chunk++)
            {
                int index = (int)(chunk % OverlayPage.Chunks);
                if (page[index] is not { } slot) continue;
                freed.Add(slot);
                page.Clear(index);
            }

            if (page.Used == 0) _pages.Remove(number);
        }

        Used -= freed.Count;
        _zeros.Add(start, end);
        return freed;
    }

    /// <summary>What is written of the chunks [start, end): ascending, not overlapping; runs of one kind do not touch.</summary>
    public List<WrittenRun> Written(long start, long end)
    {
        var runs = new List<WrittenRun>();
        long at = start;
        foreach (long number in PagesIn(start, end))
        {
            OverlayPage page = _pages[number];
            (long first, long last) = Clip(number, start, end);
            for (long chunk = first; chunk < last; chunk++)
            {
                if (page[(int)(chunk % OverlayPage.Chunks)] is null) continue;
                AddZeros(runs, at, chunk);
                Add(runs, new WrittenRun(chunk, chunk + 1, IsZero: false));
                at = chunk + 1;
            }
        }

        AddZeros(runs, at, end);
        return runs;
    }

    private void AddZeros(List<WrittenRun> runs, long start, long end)
    {
        for (long at = start; at < end && _zeros.At(at) is { } range && range.Start < end; at = range.End)
            Add(runs, new WrittenRun(Math.Max(range.Start, at), Math.Min(range.End, end), IsZero: true));
    }

    private static void Add(List<WrittenRun> runs, WrittenRun run)
    {
        if (runs.Count > 0 && runs[^1].End == run.Start && runs[^1].IsZero == run.IsZero) runs[^1] = runs[^1] with { End = run.End };
        else runs.Add(run);
    }

    /// <summary>Numbers of the pages that hold something of the chunks [start, end), ascending.</summary>
    private IEnumerable<long> PagesIn(long start, long end)
    {
        if (start >= end) return [];
        long first = start / OverlayPage.Chunks;
        long last = (end - 1) / OverlayPage.Chunks;
        // Whatever is shorter: the range, or what is written at all.
        if (last - first < _pages.Count) return [.. Numbers(first, last).Where(_pages.ContainsKey)];
        long[] pages = [.. _pages.Keys.Where(number => number >= first && number <= last)];
        Array.Sort(pages);
        return pages;
    }

    private static IEnumerable<long> Numbers(long first, long last)
    {
        for (long number = first; number <= last; number++) yield return number;
    }

    private static (long First, long Last) Clip(long page, long start, long end) =>
        (Math.Max(page * OverlayPage.Chunks, start), Math.Min((page + 1) * OverlayPage.Chunks, end));
}
