using Microsoft.Win32.SafeHandles;
using Replication.Core.Platform;

namespace Replication.Store.Files;

/// <summary>
/// The real file system. .NET turns the share mode into flock(2) on Linux: None takes the exclusive lock, anything
/// else the shared one, and both vanish with the process. Files that are not locks are therefore opened with every
/// sharing allowed; on Windows the same modes are enforced by the kernel.
/// </summary>
internal sealed class LocalStoreFiles : IStoreFiles
{
    // EWOULDBLOCK on Linux and macOS; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.
    private static readonly int[] LockedCodes = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private const FileShare Everything = FileShare.ReadWrite | FileShare.Delete;

    public bool FileExists(string path) => File.Exists(path);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public IReadOnlyList<string> ListFiles(string directory) => List(directory, Directory.EnumerateFiles);

    public IReadOnlyList<string> ListDirectories(string directory) => List(directory, Directory.EnumerateDirectories);

    public IStoreFile Open(string path, StoreFileAccess access)
    {
        var mode = access switch
        {
            StoreFileAccess.CreateNew => FileMode.CreateNew,
            StoreFileAccess.OpenOrCreate => FileMode.OpenOrCreate,
            _ => FileMode.Open,
        };
        var rights = access == StoreFileAccess.Read ? FileAccess.Read : FileAccess.ReadWrite;
        SafeFileHandle handle = File.OpenHandle(path, mode, rights, Everything);
        if (access is StoreFileAccess.CreateNew or StoreFileAccess.OpenOrCreate) SparseFile.MarkSparse(handle);
        return new LocalStoreFile(path, handle);
    }

    public IStoreFile? TryLease(string path)
    {
        try
        {
            return new LocalStoreFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
        }
        catch (IOException error) when (error is FileNotFoundException or DirectoryNotFoundException || IsLocked(error))
        {
            return null;
        }
    }

    public IStoreFile? TryLock(string path, bool create)
    {
        try
        {
            var mode = create ? FileMode.OpenOrCreate : FileMode.Open;
            return new LocalStoreFile(path, File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (IsLocked(error))
        {
            return null;
        }
    }

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone with its directory is as gone.
        }
    }

    public void DeleteDirectory(string path) => Directory.Delete(path);

    public void FlushDirectory(string path) => DirectorySync.Flush(path);

    public long FreeBytes(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception error) when (StoreFaults.IsForeign(error) || error is ArgumentException)
        {
            return long.MaxValue;
        }
    }

    private static bool IsLocked(IOException error) => LockedCodes.Contains(error.HResult);

    private static List<string> List(string directory, Func<string, IEnumerable<string>> enumerate)
    {
        try
        {
            List<string> names = [.. enumerate(directory).Select(path => Path.GetFileName(path))];
            names.Sort(StringComparer.Ordinal);
            return names;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
