namespace Replication.Disks.Guests;

/// <summary>One file of a Windows registry with the changes that are in its transaction logs alone, read only.</summary>
internal sealed class RegistryHive
{
    private readonly HiveKey _root;

    /// <param name="name">For messages.</param>
    /// <param name="file">The hive.</param>
    /// <param name="logs">Its logs, where it is not complete without them; see <see cref="HiveRecovery.IsNeeded"/>.</param>
    /// <exception cref="GuestFileException">It is damaged, or not complete with its logs either.</exception>
    public RegistryHive(string name, byte[] file, params IReadOnlyList<(string Name, byte[] File)> logs)
    {
        int changes = 0;
        if (HiveRecovery.IsNeeded(file)) (file, changes) = HiveRecovery.Apply(name, file, logs);
        var cells = new HiveCells(name, file);
        _root = new HiveKey(cells, cells.RootCell);
        Source = changes == 0 ? $"{name} hive" : $"{name} hive with {changes} change(s) of its log";
    }

    public string Source { get; }

    /// <summary>Null when there is no such key.</summary>
    public HiveKey? Find(string path) => _root.Find(path);

    public int? Number(string path, string value) => Find(path)?.Value(value)?.Number;

    public string? Text(string path, string value) => Find(path)?.Value(value)?.Text;
}
