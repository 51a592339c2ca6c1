namespace Replication.Disks.Vmdk;

/// <summary>One extent of an image, placed on the disk. Offsets of its members count from its own beginning.</summary>
internal abstract class VmdkExtent(long offset, long length)
{
    public long Offset { get; } = offset;

    public long Length { get; } = length;

    public long End => Offset + Length;

    /// <summary>State of the bytes from <paramref name="offset"/>, over at least one byte and at most <paramref name="limit"/> bytes.</summary>
    public abstract ExtentRun Locate(long offset, long limit);

    /// <summary>Reads bytes of a run in state <see cref="RunState.Data"/>.</summary>
    public abstract void Read(long offset, Span<byte> target);

    /// <summary>Like <see cref="Locate"/>, but may cost more to tell zeros from data: what enumerates allocated ranges asks this.</summary>
    public virtual ExtentRun LocateAllocated(long offset, long limit) => Locate(offset, limit);
}
