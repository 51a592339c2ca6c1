namespace Replication.Disks.Vmdk;

/// <summary>What all extents of an open chain share, so that memory does not grow with the number of extents or the size of the disk.</summary>
internal sealed class VmdkCaches
{
    /// <summary>Tables and directory pages of at most 4 KiB each: 4 MiB, which map 32 GiB of disk at the default grain size.</summary>
    private const int Tables = 1024;

    /// <summary>Decompressed grains, for readers that ask for less than a grain at a time: 1 MiB at the default grain size.</summary>
    private const int Grains = 16;

    private int _extents;

    public BoundedCache<(int Extent, bool Directory, long Index), uint[]> TableCache { get; } = new(Tables);

    public BoundedCache<(int Extent, long Grain), byte[]> GrainCache { get; } = new(Grains);

    /// <summary>Number that tells the entries of one extent from those of another.</summary>
    public int NextExtent() => _extents++;
}
