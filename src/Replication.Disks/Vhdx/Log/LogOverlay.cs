namespace Replication.Disks.Vhdx.Log;

/// <summary>
/// What a replayed log writes, newest write on top: disjoint ranges in ascending order, each either zeros or exactly
/// one sector of 4 KiB. Everything is aligned to 4 KiB, so a later write covers a sector wholly or not at all.
/// </summary>
internal sealed class LogOverlay
{
    private readonly List<Write> _writes = [];

    public long End => _writes.Count == 0 ? 0 : _writes[^1].End;

    public void Add(long offset, long length, byte[]? sector)
    {
        if (length == 0) return;
        long end = offset + length;
        int first = FirstEndingAfter(offset);
        int last = first;
        while (last < _writes.Count && _writes[last].Offset < end) last++;

        var pieces = new List<Write>(3);
        if (first < last && _writes[first].Offset < offset) pieces.Add(_writes[first] with { End = offset });
        pieces.Add(new Write(offset, end, sector));
        if (first < last && _writes[last - 1].End > end) pieces.Add(_writes[last - 1] with { Offset = end });
        _writes.RemoveRange(first, last - first);
        _writes.InsertRange(first, pieces);
    }

    /// <summary>Puts what was written over bytes that start at <paramref name="position"/>.</summary>
    public void Apply(long position, Span<byte> buffer)
    {
        long end = position + buffer.Length;
        for (int i = FirstEndingAfter(position); i < _writes.Count && _writes[i].Offset < end; i++)
        {
            Write write = _writes[i];
            long from = Math.Max(position, write.Offset);
            int length = (int)(Math.Min(end, write.End) - from);
            Span<byte> target = buffer.Slice((int)(from - position), length);
            if (write.Sector is null) target.Clear();
            else write.Sector.AsSpan((int)(from - write.Offset), length).CopyTo(target);
        }
    }

    private int FirstEndingAfter(long offset)
    {
        int low = 0;
        int high = _writes.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_writes[middle].End <= offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private readonly record struct Write(long Offset, long End, byte[]? Sector);
}
