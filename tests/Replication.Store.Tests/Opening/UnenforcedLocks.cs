using Replication.Store.Files;

namespace Replication.Store.Tests.Opening;

/// <summary>A file system that grants every lock, as some network mounts do.</summary>
internal sealed class UnenforcedLocks : IStoreFiles
{
    private readonly LocalStoreFiles _files = new();

    public bool FileExists(string path) => _files.FileExists(path);

    public bool DirectoryExists(string path) => _files.DirectoryExists(path);

    public void CreateDirectory(string path) => _files.CreateDirectory(path);

    public IReadOnlyList<string> ListFiles(string directory) => _files.ListFiles(directory);

    public IReadOnlyList<string> ListDirectories(string directory) => _files.ListDirectories(directory);

    public IStoreFile Open(string path, StoreFileAccess access) => _files.Open(path, access);

    public IStoreFile? TryLease(string path) => _files.TryLease(path);

    public IStoreFile? TryLock(string path, bool create) => _files.Open(path, create ? StoreFileAccess.OpenOrCreate : StoreFileAccess.ReadWrite);

    public void Rename(string from, string to) => _files.Rename(from, to);

    public void Delete(string path) => _files.Delete(path);

    public void DeleteDirectory(string path) => _files.DeleteDirectory(path);

    public void FlushDirectory(string path) => _files.FlushDirectory(path);

    public long FreeBytes(string directory) => _files.FreeBytes(directory);
}
