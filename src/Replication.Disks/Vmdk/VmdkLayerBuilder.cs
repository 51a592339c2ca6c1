using Replication.Core.Errors;

namespace Replication.Disks.Vmdk;

/// <summary>Opens the extents of one image and puts them over its parent.</summary>
internal sealed class VmdkLayerBuilder(VmdkFileSet files, VmdkCaches caches)
{
    /// <summary>Set when an extent was not closed by the one that wrote it, which by itself damages nothing.</summary>
    public bool UncleanShutdown { get; private set; }

    public bool RedundantDirectory { get; private set; }

    public VmdkLayer Build(VmdkSource source, VmdkLayer? parent)
    {
        var extents = new List<VmdkExtent>(source.Descriptor.Extents.Count);
        long offset = 0;
        foreach (var line in source.Descriptor.Extents)
        {
            extents.Add(Open(source, line, offset));
            offset = extents[^1].End;
        }

        return new VmdkLayer(extents, parent);
    }

    private VmdkExtent Open(VmdkSource source, VmdkExtentLine line, long offset)
    {
        long length = line.Sectors * VmdkLimits.SectorSize;
        if (line.Access == VmdkExtentAccess.NoAccess)
        {
            throw new DiskImageException("AccessDenied", source.File.Path, null, $"the extent at byte {offset} of the disk is marked NOACCESS.", "RW or RDONLY");
        }

        if (line.Kind == VmdkExtentKind.Zero) return new ZeroExtent(offset, length);
        if (source.Embedded is not null) return Sparse(source.File, source.Embedded, line, offset, length);

        var file = files.Open(VmdkPaths.Extent(source.File.Path, line.FileName!), "ImageNotFound");
        if (line.Kind == VmdkExtentKind.Flat) return new FlatExtent(file, line.FileSector, offset, length);
        return Sparse(file, SparseHeaderReader.Read(file), line, offset, length);
    }

    private SparseExtent Sparse(VmdkFile file, SparseGeometry geometry, VmdkExtentLine line, long offset, long length)
    {
        // The header's capacity may be rounded up to a grain; the descriptor is exact.
        long spare = geometry.CapacitySectors - line.Sectors;
        if (spare < 0 || spare >= geometry.GrainBytes / VmdkLimits.SectorSize)
        {
            throw VmdkErrors.Invalid(
                file.Path, 12, $"the sparse extent has a capacity of {geometry.CapacitySectors} sectors.", $"{line.Sectors} sectors, as the descriptor says");
        }

        UncleanShutdown |= geometry.UncleanShutdown;
        RedundantDirectory |= geometry.RedundantDirectory;
        return new SparseExtent(file, geometry, caches, offset, length);
    }
}
