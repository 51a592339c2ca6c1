namespace Replication.Disks.Vhdx;

/// <summary>Fixed places and bounds of [MS-VHDX], and the bounds that keep a hostile file cheap.</summary>
internal static class VhdxLimits
{
    public const int Megabyte = 1024 * 1024;

    /// <summary>2.1: file type identifier, headers and region tables; nothing else lives in the first MiB.</summary>
    public const int HeaderSectionSize = Megabyte;

    public const long Header1Offset = 64 * 1024;
    public const long Header2Offset = 128 * 1024;
    public const long RegionTable1Offset = 192 * 1024;
    public const long RegionTable2Offset = 256 * 1024;

    /// <summary>2.6.2.2</summary>
    public const long MaxDiskSize = 64L << 40;

    /// <summary>2.6.2.1</summary>
    public const uint MinBlockSize = Megabyte;
    public const uint MaxBlockSize = 256 * Megabyte;

    /// <summary>2.4: sectors that one sector bitmap block describes; the block itself has 1 MiB.</summary>
    public const long SectorsPerBitmapBlock = 1 << 23;

    /// <summary>
    /// Longest file that is accepted: twice the largest disk. It bounds the map of used MiB (16 MiB of memory) and
    /// keeps offset arithmetic far from overflow.
    /// </summary>
    public const long MaxFileSize = 2 * MaxDiskSize;
}
