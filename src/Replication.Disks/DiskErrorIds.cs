namespace Replication.Disks;

/// <summary>Stable ids of the errors of this project; docs/disk-formats.md explains each.</summary>
public static class DiskErrorIds
{
    public const string ImageNotFound = "ImageNotFound";
    public const string AccessDenied = "AccessDenied";

    /// <summary>Exists, but is not something that can be read at random: a directory, a pipe, a file in use.</summary>
    public const string ImageNotReadable = "ImageNotReadable";

    /// <summary>The storage below reported an error.</summary>
    public const string ImageReadFailed = "ImageReadFailed";

    /// <summary>Bytes that the format promises lie beyond the end of the file.</summary>
    public const string ImageTruncated = "ImageTruncated";

    /// <summary>A structure contradicts its checksum, its specification or another structure.</summary>
    public const string ImageDamaged = "ImageDamaged";

    public const string DiskFormatNotSupported = "DiskFormatNotSupported";

    /// <summary>The content carries the marks of two formats; guessing could hand out the wrong disk.</summary>
    public const string DiskFormatAmbiguous = "DiskFormatAmbiguous";

    public const string SectorSizeNotSupported = "SectorSizeNotSupported";
    public const string ParentNotFound = "ParentNotFound";
    public const string ParentChanged = "ParentChanged";
    public const string ChainCyclic = "ChainCyclic";
    public const string ChainTooDeep = "ChainTooDeep";
    public const string TargetExists = "TargetExists";
    public const string TargetFolderNotFound = "TargetFolderNotFound";
    public const string StorageFull = "StorageFull";
    public const string ImageWriteFailed = "ImageWriteFailed";

    /// <summary>The target format cannot express the length of this disk.</summary>
    public const string DiskSizeNotRepresentable = "DiskSizeNotRepresentable";
}
