namespace Replication.Disks.Vmdk;

/// <summary>A sparse header after every one of its numbers was checked against the file, in bytes and safe to calculate with.</summary>
internal sealed record SparseGeometry
{
    public required long CapacitySectors { get; init; }

    public required int GrainBytes { get; init; }

    public required int TableEntries { get; init; }

    /// <summary>Where the grain directory in use begins.</summary>
    public required long DirectoryOffset { get; init; }

    public required long DirectoryEntries { get; init; }

    /// <summary>End of the metadata at the start of the file; no grain lies before it.</summary>
    public required long Overhead { get; init; }

    public required long DescriptorOffset { get; init; }

    public required int DescriptorBytes { get; init; }

    public required bool Compressed { get; init; }

    public required bool ZeroGrains { get; init; }

    public required bool UncleanShutdown { get; init; }

    public required bool RedundantDirectory { get; init; }

    public long DirectoryBytes => DirectoryEntries * sizeof(uint);

    public int TableBytes => TableEntries * sizeof(uint);

    /// <summary>Bytes of the disk behind one entry of the grain directory.</summary>
    public long TableReach => (long)GrainBytes * TableEntries;
}
