using Replication.Core.Disks;
using Replication.Disks.Layers;

namespace Replication.Disks.Vmdk;

/// <summary>One extent of an image, placed on the disk. Offsets of its members count from its own beginning.</summary>
internal abstract class VmdkExtent(long offset, long length)
{
    public long Offset { get; } = offset;

    public long Length { get; } = length;

    public long End => Offset + Length;

    /// <summary>The run at <paramref name="offset"/>, over at least one byte and at most <paramref name="limit"/> bytes.</summary>
    public abstract LayerRun Locate(long offset, long limit);

    /// <summary>Reads bytes of a run of kind <see cref="RunKind.Data"/>.</summary>
    public abstract void Read(long offset, Span<byte> target);

    /// <summary>What of a data run may hold something other than zeros.</summary>
    public virtual IEnumerable<Extent> Allocated(long offset, long length) => [new Extent(offset, length)];
}
