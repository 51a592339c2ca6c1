using Replication.Disks.Layers;

namespace Replication.Disks.Vmdk;

/// <summary>Extent of type ZERO: no file, reads as zeros and hides the parent.</summary>
internal sealed class ZeroExtent(long offset, long length) : VmdkExtent(offset, length)
{
    public override LayerRun Locate(long offset, long limit) => new(RunKind.Zero, limit);

    public override void Read(long offset, Span<byte> target) => target.Clear();
}
