using Replication.Core.Errors;

namespace Replication.Disks.Vmdk;

/// <summary>One place per error id, so that the same defect reads the same wherever it is found.</summary>
internal static class VmdkErrors
{
    public static DiskImageException Invalid(string path, long? offset, string found, string? needed = null) =>
        new("ImageDamaged", path, offset, found, needed);

    public static DiskImageException Damaged(string path, long? offset, string found, string? needed = null, Exception? inner = null) =>
        new("ImageDamaged", path, offset, found, needed, inner);

    public static DiskImageException Truncated(string path, long? offset, string found, string? needed = null) =>
        new("ImageTruncated", path, offset, found, needed);

    public static DiskImageException NotSupported(string path, string found, string? needed = null) =>
        new("DiskFormatNotSupported", path, null, found, needed);

    public static DiskImageException ReadFailed(string path, long offset, Exception inner) =>
        new("ImageReadFailed", path, offset, $"reading failed: {inner.Message}.", inner: inner);
}
