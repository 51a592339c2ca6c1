using Replication.Disks.Files;
using Replication.Disks.Layers;
using Replication.Disks.Vmdk;

namespace Replication.Disks.Formats;

/// <summary>VMDK: a sparse extent or a text descriptor; true as well for the kinds that opening then refuses by name.</summary>
internal sealed class VmdkFormat : ChainedFormat
{
    public override string Name => "vmdk";

    protected override int MaxDepth => VmdkLimits.MaxChainDepth;

    public override bool Matches(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) =>
        SparseExtentHeader.HasMagic(head) || VmdkSignatures.IsDescriptor(head) || VmdkSignatures.IsCowd(head)
        || VmdkSignatures.IsSeSparse(head);

    protected override Func<ImageFile, DiskLayer> Opener(CancellationToken cancellationToken) =>
        new VmdkChainOpener(cancellationToken).Open;
}
