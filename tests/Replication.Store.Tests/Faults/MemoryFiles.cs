using Replication.Store.Files;

namespace Replication.Store.Tests.Faults;

/// <summary>
/// A file system in memory that writes down every change, so that <see cref="PowerLoss"/> can make the disk as it may
/// be found after the power went at any of them. A hook before each change lets a test make it fail.
/// </summary>
internal sealed class MemoryFiles : IStoreFiles
{
    private readonly Dictionary<string, (MemoryInode Inode, int Number)> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal) { "/" };
    private int _nextNumber;

    public Lock Lock { get; } = new();

    public long Free { get; set; } = long.MaxValue;

    public List<DiskOperation> Operations { get; } = [];

    public Action<DiskOperation>? BeforeChange { get; set; }

    public void Record(DiskOperation operation)
    {
        BeforeChange?.Invoke(operation);
        Operations.Add(operation);
    }

    /// <summary>The process is gone: its locks are, its changes are not.</summary>
    public void ReleaseLocks()
    {
        lock (Lock)
        {
            foreach (var (inode, _) in _files.Values) (inode.ExclusiveLock, inode.SharedLocks) = (false, 0);
        }
    }

    public void Place(string path, MemoryInode inode) => _files[path] = (inode, _nextNumber++);

    public void PlaceDirectory(string path) => _directories.Add(path);

    public IReadOnlyDictionary<string, MemoryInode> Content() => _files.ToDictionary(pair => pair.Key, pair => pair.Value.Inode);

    public long FreeBytes(string directory) => Free;

    public bool FileExists(string path)
    {
        lock (Lock) return _files.ContainsKey(path);
    }

    public bool DirectoryExists(string path)
    {
        lock (Lock) return _directories.Contains(path);
    }

    public void CreateDirectory(string path)
    {
        lock (Lock)
        {
            if (_directories.Contains(path)) return;
            CreateDirectory(Path.GetDirectoryName(path)!);
            Record(new DiskOperation(DiskOperationKind.MakeDirectory, -1, path, "", 0, 0, []));
            _directories.Add(path);
        }
    }

    public IReadOnlyList<string> ListFiles(string directory)
    {
        lock (Lock) return [.. _files.Keys.Where(path => Path.GetDirectoryName(path) == directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> ListDirectories(string directory)
    {
        lock (Lock) return [.. _directories.Where(path => Path.GetDirectoryName(path) == directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
    }

    public IStoreFile Open(string path, StoreFileAccess access)
    {
        lock (Lock)
        {
            bool exists = _files.TryGetValue(path, out var file);
            if (exists && access == StoreFileAccess.CreateNew) throw new IOException($"{path} exists");
            if (!exists)
            {
                if (access is StoreFileAccess.Read or StoreFileAccess.ReadWrite) throw new FileNotFoundException(path);
                file = Create(path);
            }

            return new MemoryFile(this, file.Inode, file.Number, path, null);
        }
    }

    public IStoreFile? TryLease(string path)
    {
        lock (Lock)
        {
            if (!_files.TryGetValue(path, out var file) || file.Inode.ExclusiveLock) return null;
            file.Inode.SharedLocks++;
            return new MemoryFile(this, file.Inode, file.Number, path, () => file.Inode.SharedLocks--);
        }
    }

    public IStoreFile? TryLock(string path, bool create)
    {
        lock (Lock)
        {
            if (!_files.TryGetValue(path, out var file)) file = create ? Create(path) : throw new FileNotFoundException(path);
            if (file.Inode.ExclusiveLock || file.Inode.SharedLocks > 0) return null;
            file.Inode.ExclusiveLock = true;
            return new MemoryFile(this, file.Inode, file.Number, path, () => file.Inode.ExclusiveLock = false);
        }
    }

    public void Rename(string from, string to)
    {
        lock (Lock)
        {
            if (!_files.TryGetValue(from, out var file)) throw new FileNotFoundException(from);
            Record(new DiskOperation(DiskOperationKind.Rename, file.Number, from, to, 0, 0, []));
            _files.Remove(from);
            _files[to] = file;
        }
    }

    public void Delete(string path)
    {
        lock (Lock)
        {
            if (!_files.TryGetValue(path, out var file)) return;
            Record(new DiskOperation(DiskOperationKind.Delete, file.Number, path, "", 0, 0, []));
            _files.Remove(path);
        }
    }

    public void DeleteDirectory(string path)
    {
        lock (Lock)
        {
            if (ListFiles(path).Count > 0 || ListDirectories(path).Count > 0) throw new IOException($"{path} is not empty");
            Record(new DiskOperation(DiskOperationKind.RemoveDirectory, -1, path, "", 0, 0, []));
            _directories.Remove(path);
        }
    }

    public void FlushDirectory(string path)
    {
        lock (Lock)
        {
            if (!_directories.Contains(path)) throw new IOException($"{path} is not there to be flushed");
            Record(new DiskOperation(DiskOperationKind.FlushDirectory, -1, path, "", 0, 0, []));
        }
    }

    private (MemoryInode Inode, int Number) Create(string path)
    {
        if (!_directories.Contains(Path.GetDirectoryName(path)!)) throw new DirectoryNotFoundException(path);
        var file = (new MemoryInode(), _nextNumber++);
        Record(new DiskOperation(DiskOperationKind.Create, file.Item2, path, "", 0, 0, []));
        return _files[path] = file;
    }
}
