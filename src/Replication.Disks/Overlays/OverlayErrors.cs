using Replication.Core.Errors;

namespace Replication.Disks.Overlays;

internal static class OverlayErrors
{
    // errno.h on Linux; winerror.h as HRESULT.
    private static readonly int[] FullCodes = [28, 122, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    /// <summary>Failures of the storage; anything else is a defect and passes unchanged.</summary>
    public static bool IsStorage(Exception error) => error is IOException or UnauthorizedAccessException;

    public static DiskImageException InUse(string path, Exception inner) => new(
        "OverlayInUse", path, null, "Another process has the overlay open.", "an overlay that nobody uses", inner);

    public static DiskImageException NotFound(string path) => new(
        "OverlayNotFound", path, null, "There is no overlay; what was written to it is not here.", "the folder as the mount left it");

    public static DiskImageException Corrupt(string path, long? offset, string found) => new(
        "OverlayCorrupt", path, offset, found, "an overlay as it was written; what it held here is lost, the recovery point below it is not");

    public static DiskImageException BaseMismatch(string path, OverlayHeader made, string needed) => new(
        "OverlayBaseMismatch", path, null, $"It was made over another disk (of {made.DiskLength} bytes).", needed);

    /// <summary>After a flush that failed nobody knows what is durable: the overlay takes no more writes until it is opened again.</summary>
    public static DiskImageException Dead(string path, Exception cause) => new(
        DiskErrorIds.ImageWriteFailed, path, null, $"An earlier flush failed ({cause.Message}); nothing more is written.",
        "storage that works, and the overlay opened again", cause);

    public static DiskImageException Write(string path, Exception error) => error switch
    {
        IOException when FullCodes.Contains(error.HResult) => new DiskImageException(
            DiskErrorIds.StorageFull, path, null, "There is no space left; what was acknowledged before is unharmed.", "more free space", error),
        UnauthorizedAccessException => new DiskImageException(DiskErrorIds.AccessDenied, path, null, error.Message, "write permission in this folder", error),
        _ => new DiskImageException(DiskErrorIds.ImageWriteFailed, path, null, $"Writing failed: {error.Message}", inner: error),
    };

    public static DiskImageException Read(string path, Exception error) => error is UnauthorizedAccessException
        ? new DiskImageException(DiskErrorIds.AccessDenied, path, null, error.Message, "read permission", error)
        : new DiskImageException(DiskErrorIds.ImageReadFailed, path, null, $"Reading failed: {error.Message}", inner: error);
}
