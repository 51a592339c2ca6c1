namespace Replication.Store.Tests.Faults;

/// <summary>
/// The disk after the power went before the operation number <c>count</c>. What was flushed is there: content by a
/// flush of its file, names by a flush of their directory. Of everything else each single operation was carried out,
/// was lost, or, for a write, was carried out for some of its 512-byte sectors, as the chance of survival says; in
/// whatever order, but two changes of the same name or byte never overtake each other.
/// </summary>
internal sealed class PowerLoss(IReadOnlyList<DiskOperation> operations, int count, double survival, int seed)
{
    private const int Sector = 512;

    private readonly Random _random = new(seed);
    private readonly Dictionary<int, MemoryInode> _inodes = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal) { "/" };

    public MemoryFiles Disk()
    {
        bool[] durable = Durable();
        for (int i = 0; i < count; i++)
        {
            bool kept = durable[i] || _random.NextDouble() < survival;
            if (kept) Apply(operations[i], torn: false);
            else if (operations[i].Kind == DiskOperationKind.Write && survival is > 0 and < 1 && _random.Next(2) == 0) Apply(operations[i], torn: true);
        }

        var disk = new MemoryFiles();
        foreach (string directory in _directories.Where(IsReachable)) disk.PlaceDirectory(directory);
        foreach (var (path, number) in _names)
        {
            if (IsReachable(Path.GetDirectoryName(path)!)) disk.Place(path, Inode(number));
        }

        return disk;
    }

    private bool[] Durable()
    {
        var durable = new bool[count];
        var flushedFiles = new HashSet<int>();
        var flushedDirectories = new HashSet<string>(StringComparer.Ordinal);
        for (int i = count - 1; i >= 0; i--)
        {
            DiskOperation operation = operations[i];
            switch (operation.Kind)
            {
                case DiskOperationKind.Flush:
                    flushedFiles.Add(operation.File);
                    break;
                case DiskOperationKind.FlushDirectory:
                    flushedDirectories.Add(operation.Path);
                    break;
                case DiskOperationKind.Write or DiskOperationKind.SetLength or DiskOperationKind.Punch:
                    durable[i] = flushedFiles.Contains(operation.File);
                    break;
                default:
                    string name = operation.Kind == DiskOperationKind.Rename ? operation.Target : operation.Path;
                    durable[i] = flushedDirectories.Contains(Path.GetDirectoryName(name)!);
                    break;
            }
        }

        return durable;
    }

    private void Apply(DiskOperation operation, bool torn)
    {
        switch (operation.Kind)
        {
            case DiskOperationKind.Write when torn:
                for (int offset = 0; offset < operation.Data.Length; offset += Sector)
                {
                    if (_random.Next(2) == 0) Inode(operation.File).Write(operation.Offset + offset, operation.Data.AsSpan(offset, Math.Min(Sector, operation.Data.Length - offset)));
                }

                break;
            case DiskOperationKind.Write:
                Inode(operation.File).Write(operation.Offset, operation.Data);
                break;
            case DiskOperationKind.SetLength:
                Inode(operation.File).SetLength(operation.Length);
                break;
            case DiskOperationKind.Punch:
                Inode(operation.File).Punch(operation.Offset, operation.Length);
                break;
            case DiskOperationKind.Create:
                _names[operation.Path] = operation.File;
                break;
            case DiskOperationKind.Rename:
                if (_names.GetValueOrDefault(operation.Path, -1) == operation.File) _names.Remove(operation.Path);
                _names[operation.Target] = operation.File;
                break;
            case DiskOperationKind.Delete:
                if (_names.GetValueOrDefault(operation.Path, -1) == operation.File) _names.Remove(operation.Path);
                break;
            case DiskOperationKind.MakeDirectory:
                _directories.Add(operation.Path);
                break;
            case DiskOperationKind.RemoveDirectory:
                _directories.Remove(operation.Path);
                foreach (string name in _names.Keys.Where(name => Path.GetDirectoryName(name) == operation.Path).ToList()) _names.Remove(name);
                break;
            default:
                break;
        }
    }

    private MemoryInode Inode(int number) => _inodes.TryGetValue(number, out MemoryInode? inode) ? inode : _inodes[number] = new MemoryInode();

    private bool IsReachable(string directory) => directory == "/" || (_directories.Contains(directory) && IsReachable(Path.GetDirectoryName(directory)!));
}
