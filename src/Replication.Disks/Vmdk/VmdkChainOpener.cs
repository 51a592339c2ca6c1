using Replication.Core.Errors;
using Replication.Disks.Files;

namespace Replication.Disks.Vmdk;

/// <summary>
/// Opens the images of one chain with their extents. What must not grow with the number of extents or images, memory
/// and open files, is kept here for all of them.
/// </summary>
internal sealed class VmdkChainOpener(CancellationToken cancellationToken)
{
    /// <summary>Directories and tables: 4 MiB, which map 64 GiB of disk at the default grain size.</summary>
    private const int TablePages = 1024;

    /// <summary>Decompressed grains, for readers that ask for less than a grain at a time: 1 MiB at the default grain size.</summary>
    private const int Grains = 16;

    private readonly PageSlots _tables = new(TablePages);
    private readonly PageSlots _grains = new(Grains);
    private int _files;

    public VmdkLayer Open(ImageFile image)
    {
        VmdkSource source = VmdkSource.Load(image);
        var files = new Dictionary<string, ImageFile>(VmdkPaths.Comparer);
        try
        {
            var extents = new List<VmdkExtent>(source.Descriptor.Extents.Count);
            long offset = 0;
            foreach (VmdkExtentLine line in source.Descriptor.Extents)
            {
                cancellationToken.ThrowIfCancellationRequested();
                extents.Add(Open(source, line, offset, files));
                offset = extents[^1].End;
            }

            return new VmdkLayer(source, extents, [.. files.Values]);
        }
        catch
        {
            foreach (ImageFile file in files.Values) file.Dispose();
            throw;
        }
    }

    private VmdkExtent Open(VmdkSource source, VmdkExtentLine line, long offset, Dictionary<string, ImageFile> files)
    {
        long length = line.Sectors * VmdkLimits.SectorSize;
        if (line.Access == VmdkExtentAccess.NoAccess)
        {
            throw new DiskImageException(
                DiskErrorIds.AccessDenied, source.File.Path, null, $"The extent at byte {offset} of the disk is marked NOACCESS.",
                "RW or RDONLY");
        }

        if (line.Kind == VmdkExtentKind.Zero) return new ZeroExtent(offset, length);
        if (source.Embedded is not null) return Sparse(source.File, source.Embedded, line, offset, length);

        ImageFile file = OpenOnce(VmdkPaths.Extent(source.File.Path, line.FileName!), files);
        if (line.Kind == VmdkExtentKind.Flat) return new FlatExtent(file, line.FileSector, offset, length);
        return Sparse(file, SparseHeaderReader.Read(file), line, offset, length);
    }

    private SparseExtent Sparse(ImageFile file, SparseGeometry geometry, VmdkExtentLine line, long offset, long length)
    {
        // The header's capacity may be rounded up to a grain; the descriptor is exact.
        long spare = geometry.CapacitySectors - line.Sectors;
        if (spare < 0 || spare >= geometry.GrainBytes / VmdkLimits.SectorSize)
        {
            throw VmdkErrors.Damaged(
                file.Path, SparseExtentHeader.CapacityOffset, $"The sparse extent has a capacity of {geometry.CapacitySectors} sectors.",
                $"{line.Sectors} sectors, as the descriptor says");
        }

        return new SparseExtent(file, geometry, _tables, _grains, offset, length);
    }

    /// <summary>However often a descriptor names a file, it is open once.</summary>
    private ImageFile OpenOnce(string path, Dictionary<string, ImageFile> files)
    {
        if (files.TryGetValue(path, out ImageFile? known)) return known;
        if (_files == VmdkLimits.MaxFiles)
        {
            throw VmdkErrors.Damaged(path, null, $"The image and its parents have more than {VmdkLimits.MaxFiles} files.");
        }

        ImageFile file = ImageFile.OpenNamedByImage(path);
        files.Add(path, file);
        _files++;
        return file;
    }
}
