namespace Replication.Disks.Guests;

/// <summary>
/// One file of a Windows registry, read only. Changes that are in its transaction log alone are not seen;
/// <see cref="Source"/> says so where there may be some.
/// </summary>
internal sealed class RegistryHive
{
    private readonly HiveKey _root;

    public RegistryHive(string name, byte[] file)
    {
        var cells = new HiveCells(name, file);
        _root = new HiveKey(cells, cells.RootCell);
        Source = cells.IsUnflushed ? $"{name} hive, whose newest changes are still in its log" : $"{name} hive";
    }

    public string Source { get; }

    /// <summary>Null when there is no such key.</summary>
    public HiveKey? Find(string path) => _root.Find(path);

    public int? Number(string path, string value) => Find(path)?.Value(value)?.Number;

    public string? Text(string path, string value) => Find(path)?.Value(value)?.Text;
}
