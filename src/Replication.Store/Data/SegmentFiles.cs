using System.Globalization;
using Replication.Store.Files;

namespace Replication.Store.Data;

/// <summary>
/// The segments of a volume: files named "number.owner", the owner being the snapshot whose puts they hold. Only the
/// owner appends, and only in the session that created the file, so that no offset is ever written twice; numbers
/// rise.
/// </summary>
internal sealed class SegmentFiles(IStoreFiles files, OpenFiles open, string directory)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, string> _names = [];
    private bool _listed;

    /// <summary>Bytes read, or -1 when there is no such segment.</summary>
    public int Read(uint segment, long offset, Span<byte> buffer)
    {
        string? name;
        lock (_lock) name = NameOf(segment);
        return name is null ? -1 : open.Read(Path.Combine(directory, name), offset, buffer);
    }

    public string PathOf(uint segment)
    {
        lock (_lock) return Path.Combine(directory, NameOf(segment) ?? $"{Number(segment)}.*");
    }

    public IReadOnlyList<uint> OwnedBy(string owner)
    {
        lock (_lock)
        {
            Refresh();
            return [.. _names.Where(pair => pair.Value.AsSpan(pair.Value.IndexOf('.') + 1).SequenceEqual(owner)).Select(pair => pair.Key).Order()];
        }
    }

    public IReadOnlyList<uint> All()
    {
        lock (_lock)
        {
            Refresh();
            return [.. _names.Keys.Order()];
        }
    }

    /// <summary>A new segment whose directory entry is durable, so that a number handed out stays taken.</summary>
    public (uint Number, IStoreFile File) Create(string owner)
    {
        lock (_lock)
        {
            Refresh();
            uint number = _names.Count == 0 ? 1 : _names.Keys.Max() + 1;
            string name = $"{Number(number)}.{owner}";
            IStoreFile file = files.Open(Path.Combine(directory, name), StoreFileAccess.CreateNew);
            files.FlushDirectory(directory);
            _names.Add(number, name);
            return (number, file);
        }
    }

    /// <summary>For punching and flushing; null when it is gone.</summary>
    public IStoreFile? OpenForWriting(uint segment)
    {
        lock (_lock)
        {
            if (NameOf(segment) is not { } name || !files.FileExists(Path.Combine(directory, name))) return null;
            return files.Open(Path.Combine(directory, name), StoreFileAccess.ReadWrite);
        }
    }

    public void Unlink(uint segment)
    {
        lock (_lock)
        {
            if (NameOf(segment) is not { } name) return;
            open.Close(Path.Combine(directory, name));
            files.Delete(Path.Combine(directory, name));
        }
    }

    private static string Number(uint segment) => segment.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Names already seen stay: a number is not reused while the store is open, and a file that is gone fails when opened.</summary>
    private string? NameOf(uint segment)
    {
        if (_listed && _names.TryGetValue(segment, out string? name)) return name;
        Refresh();
        return _names.GetValueOrDefault(segment);
    }

    private void Refresh()
    {
        _listed = true;
        foreach (string name in files.ListFiles(directory))
        {
            int dot = name.IndexOf('.');
            if (dot > 0 && uint.TryParse(name.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out uint number)) _names[number] = name;
        }
    }
}
