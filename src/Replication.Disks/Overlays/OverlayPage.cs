namespace Replication.Disks.Overlays;

/// <summary>Where the chunks of 512 KiB of the disk are kept. Eight bytes for each: 2 MiB of memory for a GiB that is written densely.</summary>
internal sealed class OverlayPage
{
    public const int Chunks = 128;

    // Slot number plus one; zero for a chunk that has none.
    private readonly uint[] _slots = new uint[Chunks];
    private readonly uint[] _checksums = new uint[Chunks];

    /// <summary>Chunks that have a slot.</summary>
    public int Used { get; private set; }

    public OverlaySlot? this[int index] => _slots[index] == 0 ? null : new OverlaySlot(_slots[index] - 1, _checksums[index]);

    public void Set(int index, OverlaySlot slot)
    {
        if (_slots[index] == 0) Used++;
        _slots[index] = slot.Number + 1;
        _checksums[index] = slot.Checksum;
    }

    public void Clear(int index)
    {
        if (_slots[index] != 0) Used--;
        _slots[index] = 0;
    }
}
