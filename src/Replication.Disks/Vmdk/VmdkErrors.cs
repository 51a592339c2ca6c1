using Replication.Core.Errors;

namespace Replication.Disks.Vmdk;

/// <summary>One place per error id, so that the same defect reads the same wherever it is found.</summary>
internal static class VmdkErrors
{
    public static DiskImageException Damaged(string path, long? offset, string found, string? needed = null, Exception? inner = null) =>
        new(DiskErrorIds.ImageDamaged, path, offset, found, needed, inner);

    public static DiskImageException Truncated(string path, long? offset, string found, string? needed = null) =>
        new(DiskErrorIds.ImageTruncated, path, offset, found, needed);

    public static DiskImageException NotSupported(string path, string found, string? needed = null) =>
        new(DiskErrorIds.DiskFormatNotSupported, path, null, found, needed);
}
