namespace Replication.Core.Disks;

/// <summary>A byte range of a disk.</summary>
public readonly record struct Extent(long Offset, long Length)
{
    public long End => Offset + Length;
}
