using Replication.Core.Errors;

namespace Replication.Disks.Writing;

/// <summary>What the operating system says about a failed write, in the words of this product.</summary>
internal static class WriteErrors
{
    // errno.h on Linux; the runtime passes the number on in HResult.
    private const int ErrnoNoSpace = 28;
    private const int ErrnoQuota = 122;
    private const int ErrnoReadOnly = 30;
    private const int ErrnoTooBig = 27;

    // winerror.h, as HRESULT.
    private const int HandleDiskFull = unchecked((int)0x80070027);
    private const int DiskFull = unchecked((int)0x80070070);
    private const int WriteProtected = unchecked((int)0x80070013);

    /// <summary>Failures of the storage; anything else is a defect and passes unchanged.</summary>
    public static bool IsStorage(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (IsStorage(exception))
        {
            throw Translate(path, exception);
        }
    }

    public static DiskImageException Exists(string path) =>
        new(
            DiskErrorIds.TargetExists, path, null, "There already is a file of this name.",
            "a name that is not taken; nothing is ever overwritten");

    public static DiskImageException NotAsWritten(string path, long offset) =>
        new(
            DiskErrorIds.ImageWriteFailed, path, offset, "What was written there reads back otherwise; the file has been removed.",
            "storage that returns what it was given");

    public static DiskImageException Translate(string path, Exception exception) => exception switch
    {
        UnauthorizedAccessException or IOException { HResult: ErrnoReadOnly or WriteProtected } =>
            new(
                DiskErrorIds.AccessDenied, path, null, $"The file may not be written: {exception.Message}",
                "write permission in this folder", exception),
        DirectoryNotFoundException =>
            new(DiskErrorIds.TargetFolderNotFound, path, null, "The folder does not exist.", "an existing folder", exception),
        IOException { HResult: ErrnoNoSpace or ErrnoQuota or HandleDiskFull or DiskFull } =>
            new(
                DiskErrorIds.StorageFull, path, null, "There is no space left; what was written has been removed.", "more free space",
                exception),
        IOException { HResult: ErrnoTooBig } =>
            new(
                DiskErrorIds.StorageFull, path, null,
                "The file system does not hold files of this size; what was written has been removed.", "another file system", exception),
        _ => new(DiskErrorIds.ImageWriteFailed, path, null, $"Writing failed: {exception.Message}", inner: exception),
    };
}
