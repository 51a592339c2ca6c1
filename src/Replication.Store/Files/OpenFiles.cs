namespace Replication.Store.Files;

/// <summary>
/// Files that are open for reading, a bounded number of them over all volumes: a 16 TiB disk has 16384 segments, and a
/// process may have far fewer files open. The one opened longest ago makes room.
/// </summary>
internal sealed class OpenFiles(IStoreFiles files) : IDisposable
{
    private const int Maximum = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IStoreFile> _open = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];

    /// <summary>Bytes read, or -1 when there is no such file.</summary>
    public int Read(string path, long offset, Span<byte> buffer)
    {
        while (true)
        {
            IStoreFile? file = Find(path);
            if (file is null) return -1;
            try
            {
                return file.Read(offset, buffer);
            }
            catch (ObjectDisposedException)
            {
                // Closed for another reader that needed the place; open it again.
            }
        }
    }

    public void Close(string path)
    {
        lock (_lock)
        {
            if (_open.Remove(path, out IStoreFile? file)) file.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (IStoreFile file in _open.Values) file.Dispose();
            _open.Clear();
            _order.Clear();
        }
    }

    private IStoreFile? Find(string path)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(path, out IStoreFile? file)) return file;
            try
            {
                file = files.Open(path, StoreFileAccess.Read);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }

            while (_order.Count >= Maximum && _order.TryDequeue(out string? oldest)) Close(oldest);
            _open.Add(path, file);
            _order.Enqueue(path);
            return file;
        }
    }
}
