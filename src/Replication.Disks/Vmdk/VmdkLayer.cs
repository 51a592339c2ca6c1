using Replication.Core.Disks;
using Replication.Disks.Chains;
using Replication.Disks.Files;
using Replication.Disks.Layers;

namespace Replication.Disks.Vmdk;

/// <summary>One image of a chain: its extents in disk order. The positions of its runs are offsets on the disk.</summary>
internal sealed class VmdkLayer(VmdkSource source, IReadOnlyList<VmdkExtent> extents, IReadOnlyList<ImageFile> files)
    : DiskLayer(source.File)
{
    public override long Length { get; } = extents[^1].End;

    /// <summary>The format knows no other sector size.</summary>
    public override int LogicalSectorSize => VmdkLimits.SectorSize;

    public override string Format => $"vmdk {VmdkDescriptorParser.Shorten(source.Descriptor.CreateType)}";

    public override string Identity => VmdkDescriptor.IdentityOf(source.Descriptor.Cid);

    public override ParentReference? Parent => source.Descriptor.Parent;

    public override IReadOnlyList<string> Files =>
        [.. files.Select(file => file.Path).Prepend(Path).Distinct(VmdkPaths.Comparer)];

    public override string FormatOf(IReadOnlyList<DiskLayer> chain)
    {
        SparseGeometry[] sparse =
            [.. chain.Cast<VmdkLayer>().SelectMany(layer => layer.Extents).OfType<SparseExtent>().Select(extent => extent.Geometry)];
        string text = Format;
        if (chain.Count > 1) text += $", {chain.Count - 1} parent(s)";
        if (sparse.Any(geometry => geometry.UncleanShutdown)) text += ", not closed cleanly";
        if (sparse.Any(geometry => geometry.RedundantDirectory)) text += ", read through the redundant grain directory";
        return text;
    }

    public override LayerRun Locate(long offset, long length)
    {
        VmdkExtent extent = ExtentAt(offset);
        return extent.Locate(offset - extent.Offset, Math.Min(length, extent.End - offset)) with { Position = offset };
    }

    /// <summary>A run never crosses the border of an extent.</summary>
    public override void Read(long position, Span<byte> target)
    {
        VmdkExtent extent = ExtentAt(position);
        extent.Read(position - extent.Offset, target);
    }

    public override IEnumerable<Extent> Allocated(long position, long length)
    {
        VmdkExtent extent = ExtentAt(position);
        return extent.Allocated(position - extent.Offset, length).Select(part => part with { Offset = part.Offset + extent.Offset });
    }

    public override void Dispose()
    {
        foreach (ImageFile file in files) file.Dispose();
        base.Dispose();
    }

    private IReadOnlyList<VmdkExtent> Extents => extents;

    private VmdkExtent ExtentAt(long offset)
    {
        int low = 0;
        int high = extents.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (offset < extents[middle].End) high = middle;
            else low = middle + 1;
        }

        return extents[low];
    }
}
