namespace Replication.Disks.Overlays;

/// <summary>
/// Which slots of the data file are free. One that is given up is not used again before the map that does without it is
/// durable: until then a crash brings back the map that needs it. Not safe for concurrent use.
/// </summary>
internal sealed class SlotAllocator
{
    private readonly NumberRanges _free = new();
    private readonly NumberRanges _givenUp = new();
    private long _end;

    /// <summary>Slots that follow one another, as many as wanted or fewer; none when all there can be are in use.</summary>
    public (uint First, int Count) Allocate(int wanted)
    {
        if (_free.Take(wanted) is { } taken) return ((uint)taken.Start, (int)(taken.End - taken.Start));
        int count = (int)Math.Min(wanted, OverlaySlot.Limit - _end);
        uint first = (uint)_end;
        _end += count;
        return (first, count);
    }

    /// <summary>Slots that no map knows: at once free again.</summary>
    public void Return(uint first, int count) => _free.Add(first, (long)first + count);

    /// <summary>A slot of the present map that the next durable one does without.</summary>
    public void GiveUp(OverlaySlot slot) => _givenUp.Add(slot.Number, slot.Number + 1L);

    /// <summary>The map is durable. Tells the ranges of slots that are free from now on.</summary>
    public IReadOnlyList<(long Start, long End)> Committed()
    {
        (long Start, long End)[] freed = [.. _givenUp.All];
        foreach ((long start, long end) in freed) _free.Add(start, end);
        _givenUp.Clear();
        return freed;
    }

    /// <summary>Begins with the slots that a map uses; all others up to the last of them are free.</summary>
    public static SlotAllocator Of(IEnumerable<OverlaySlot> used)
    {
        var allocator = new SlotAllocator();
        // One bit for each slot: 32 MiB for a TiB of written chunks.
        var bits = new List<ulong>();
        foreach (OverlaySlot slot in used)
        {
            int word = (int)(slot.Number / 64);
            while (bits.Count <= word) bits.Add(0);
            bits[word] |= 1UL << (int)(slot.Number % 64);
            allocator._end = Math.Max(allocator._end, slot.Number + 1L);
        }

        for (long number = 0; number < allocator._end; number++)
        {
            if ((bits[(int)(number / 64)] & (1UL << (int)(number % 64))) == 0) allocator._free.Add(number, number + 1);
        }

        return allocator;
    }
}
