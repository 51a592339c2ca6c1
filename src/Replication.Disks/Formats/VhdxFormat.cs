using Replication.Disks.Files;
using Replication.Disks.Layers;
using Replication.Disks.Vhdx;

namespace Replication.Disks.Formats;

/// <summary>VHDX: "vhdxfile" in the first bytes.</summary>
internal sealed class VhdxFormat : ChainedFormat
{
    public override string Name => "vhdx";

    public override bool Matches(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) => head.StartsWith(VhdxImage.Signature);

    protected override Func<ImageFile, DiskLayer> Opener(CancellationToken cancellationToken) =>
        file => VhdxImage.Open(file, cancellationToken);
}
