using Replication.Core.Errors;

namespace Replication.Store;

/// <summary>Turns what the operating system throws into the store's errors, so that callers meet one kind only.</summary>
internal static class StoreFaults
{
    // ENOSPC, EDQUOT; ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL.
    private static readonly int[] FullCodes = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    public static bool IsForeign(Exception error) => error is IOException or UnauthorizedAccessException;

    public static bool IsFull(Exception error) => error is IOException && FullCodes.Contains(error.HResult);

    public static SnapshotStoreException Translate(string path, Exception error) => error switch
    {
        UnauthorizedAccessException => StoreErrors.AccessDenied(path, error),
        _ when IsFull(error) => StoreErrors.Full(path, error),
        _ => StoreErrors.Failed(path, error),
    };
}
