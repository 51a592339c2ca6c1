using System.Globalization;
using Replication.Store.Files;

namespace Replication.Store.Data;

/// <summary>
/// The segments of a volume: files named "number.owner", the owner being the snapshot whose puts they hold. Only the
/// owner appends, and only in the session that created the file, so that no offset is ever written twice; numbers
/// rise. Handles for reading are kept, a bounded number of them.
/// </summary>
internal sealed class SegmentFiles(IStoreFiles files, string directory) : IDisposable
{
    /// <summary>A 16 TiB disk has 16384 segments; a process may have far fewer files open.</summary>
    private const int MaximumOpen = 128;

    private readonly Lock _lock = new();
    private readonly Dictionary<uint, string> _names = [];
    private readonly Dictionary<uint, IStoreFile> _open = [];
    private readonly Queue<uint> _openOrder = [];
    private bool _listed;

    /// <summary>Bytes read, or -1 when there is no such segment.</summary>
    public int Read(uint segment, long offset, Span<byte> buffer)
    {
        while (true)
        {
            IStoreFile? file = OpenForReading(segment);
            if (file is null) return -1;
            try
            {
                return file.Read(offset, buffer);
            }
            catch (ObjectDisposedException)
            {
                // Closed by another reader that needed the place; open it again.
            }
        }
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
            if (_open.Remove(segment, out IStoreFile? file)) file.Dispose();
            files.Delete(Path.Combine(directory, name));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (IStoreFile file in _open.Values) file.Dispose();
            _open.Clear();
        }
    }

    private static string Number(uint segment) => segment.ToString("D6", CultureInfo.InvariantCulture);

    private IStoreFile? OpenForReading(uint segment)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(segment, out IStoreFile? file)) return file;
            if (NameOf(segment) is not { } name) return null;
            try
            {
                file = files.Open(Path.Combine(directory, name), StoreFileAccess.Read);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }

            while (_open.Count >= MaximumOpen && _openOrder.TryDequeue(out uint oldest))
            {
                if (_open.Remove(oldest, out IStoreFile? evicted)) evicted.Dispose();
            }

            _open.Add(segment, file);
            _openOrder.Enqueue(segment);
            return file;
        }
    }

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
