using Replication.Disks.Files;
using Replication.Disks.Layers;
using Replication.Disks.Vhd;

namespace Replication.Disks.Formats;

/// <summary>VHD: the footer's cookie in the last sector, or the copy that dynamic disks keep at the start.</summary>
internal sealed class VhdFormat : ChainedFormat
{
    public override string Name => "vhd";

    public override bool Matches(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) =>
        head.StartsWith(VhdFooter.Cookie) || EndsWithFooter(tail, VhdFooter.Size) || EndsWithFooter(tail, VhdFooter.OldSize);

    protected override Func<ImageFile, DiskLayer> Opener(CancellationToken cancellationToken) => VhdImage.Open;

    private static bool EndsWithFooter(ReadOnlySpan<byte> tail, int size) =>
        tail.Length >= size && tail[^size..].StartsWith(VhdFooter.Cookie);
}
