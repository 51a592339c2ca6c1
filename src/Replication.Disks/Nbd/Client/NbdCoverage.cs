namespace Replication.Disks.Nbd;

/// <summary>Which bytes of a read have arrived: ranges, ascending and merged, so that pieces in order cost one entry.</summary>
internal sealed class NbdCoverage(int length)
{
    private readonly List<(int Start, int End)> _ranges = [];

    public bool IsComplete => length == 0 || _ranges is [(0, var end)] && end == length;

    /// <summary>False when the range is not inside the read, or a byte of it has arrived before.</summary>
    public bool TryAdd(long start, long count)
    {
        if (start < 0 || count <= 0 || start > length || count > length - start) return false;
        int first = (int)start, end = (int)(start + count);
        int index = _ranges.BinarySearch((first, end), Comparer<(int Start, int End)>.Create((a, b) => a.Start.CompareTo(b.Start)));
        if (index >= 0) return false;
        index = ~index;
        bool joinsNext = index < _ranges.Count && _ranges[index].Start == end;
        if (index < _ranges.Count && _ranges[index].Start < end) return false;
        if (index > 0 && _ranges[index - 1].End > first) return false;
        bool joinsPrevious = index > 0 && _ranges[index - 1].End == first;
        if (joinsNext)
        {
            end = _ranges[index].End;
            _ranges.RemoveAt(index);
        }

        if (joinsPrevious) _ranges[index - 1] = (_ranges[index - 1].Start, end);
        else _ranges.Insert(index, (first, end));
        return true;
    }
}
