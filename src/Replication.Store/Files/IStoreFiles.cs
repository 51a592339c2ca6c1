namespace Replication.Store.Files;

/// <summary>
/// The file system as the store uses it, and nothing more: the seam at which tests count, fail and lose operations.
/// Errors are the exceptions of <see cref="System.IO"/>. A created, renamed or deleted entry survives a power loss
/// only after <see cref="FlushDirectory"/> of the directory that holds it.
/// </summary>
internal interface IStoreFiles
{
    bool FileExists(string path);

    bool DirectoryExists(string path);

    void CreateDirectory(string path);

    /// <summary>Names in a directory, in ordinal order; none when the directory does not exist.</summary>
    IReadOnlyList<string> ListFiles(string directory);

    IReadOnlyList<string> ListDirectories(string directory);

    IStoreFile Open(string path, StoreFileAccess access);

    /// <summary>Opens for reading and holds a shared lock on it. Null when it is missing or locked exclusively.</summary>
    IStoreFile? TryLease(string path);

    /// <summary>Opens and holds the exclusive lock, which dies with its process. Null when anybody else holds a lock.</summary>
    IStoreFile? TryLock(string path, bool create);

    /// <summary>Atomic; replaces the target.</summary>
    void Rename(string from, string to);

    /// <summary>Does nothing when there is no such file.</summary>
    void Delete(string path);

    /// <summary>Removes an empty directory.</summary>
    void DeleteDirectory(string path);

    void FlushDirectory(string path);

    /// <summary>Bytes that may still be written where a directory lies; as many as there can be where the system does not tell.</summary>
    long FreeBytes(string directory);
}
