namespace Replication.Disks.Vmdk;

/// <summary>Bounds on everything that an image states about itself, so that a hostile number costs a refusal and not memory.</summary>
internal static class VmdkLimits
{
    /// <summary>Unit of every position and size in the format (Virtual Disk Format 5.0, "Terminology").</summary>
    public const int SectorSize = 512;

    /// <summary>Real descriptors have 1 to 10 KiB; a disk split into 4096 extents of 2 GiB needs about 300 KiB.</summary>
    public const int MaxDescriptorBytes = 1 << 20;

    /// <summary>PATH_MAX of Linux is 4096 bytes; the rest of an extent line is below 100.</summary>
    public const int MaxLineLength = 8192;

    /// <summary>8 TiB in 2 GiB extents, which is the most that hosted products split; every extent holds a file handle open.</summary>
    public const int MaxExtents = 4096;

    /// <summary>Files of the whole chain held open at once; the same bound as the extents of one image.</summary>
    public const int MaxFiles = 4096;

    /// <summary>VMware allows 32 snapshots in a chain; twice that leaves room for other writers.</summary>
    public const int MaxChainDepth = 64;

    /// <summary>1 PiB; the largest disk of a VMware product is 62 TB. Keeps every product of sizes far from 2^63.</summary>
    public const long MaxCapacitySectors = (1L << 50) / SectorSize;

    /// <summary>"The grain size must be a power of 2 and at least 4 KiB"; the default is 128 sectors, that is 64 KiB.</summary>
    public const int MinGrainSectors = 8;

    /// <summary>1 MiB. No product writes more than 64 KiB; a compressed grain has to fit in memory.</summary>
    public const int MaxGrainSectors = 2048;

    /// <summary>"numGTEsPerGT is always 512"; fewer is harmless.</summary>
    public const int MaxTableEntries = 512;
}
