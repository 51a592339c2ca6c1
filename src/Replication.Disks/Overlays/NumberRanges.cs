namespace Replication.Disks.Overlays;

/// <summary>A set of numbers as ascending ranges [Start, End) that neither overlap nor touch.</summary>
internal sealed class NumberRanges
{
    private readonly List<(long Start, long End)> _ranges = [];

    public IReadOnlyList<(long Start, long End)> All => _ranges;

    public bool Contains(long number) => At(number) is { } range && range.Start <= number;

    /// <summary>The range that holds the number, else the next one after it; null when there is none.</summary>
    public (long Start, long End)? At(long number)
    {
        int index = FirstEndingAfter(number);
        return index < _ranges.Count ? _ranges[index] : null;
    }

    public void Add(long start, long end)
    {
        // Also those that only touch: they become one.
        int first = FirstEndingAfter(start - 1);
        int last = first;
        while (last < _ranges.Count && _ranges[last].Start <= end)
        {
            start = Math.Min(start, _ranges[last].Start);
            end = Math.Max(end, _ranges[last].End);
            last++;
        }

        if (last == first)
        {
            _ranges.Insert(first, (start, end));
            return;
        }

        _ranges[first] = (start, end);
        _ranges.RemoveRange(first + 1, last - first - 1);
    }

    /// <summary>Takes up to <paramref name="count"/> numbers that follow one another out of the last range; null when the set is empty.</summary>
    public (long Start, long End)? Take(long count)
    {
        if (_ranges.Count == 0) return null;
        (long start, long end) = _ranges[^1];
        // From its end: the list stays as it is, whatever its length.
        long from = Math.Max(start, end - count);
        if (from == start) _ranges.RemoveAt(_ranges.Count - 1);
        else _ranges[^1] = (start, from);
        return (from, end);
    }

    public void Clear() => _ranges.Clear();

    private int FirstEndingAfter(long number)
    {
        int low = 0, high = _ranges.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (_ranges[middle].End > number) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
