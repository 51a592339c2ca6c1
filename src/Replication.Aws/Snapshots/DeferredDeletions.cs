namespace Replication.Aws.Snapshots;

/// <summary>
/// Snapshots that are deleted but still read. EBS ends a reading when its snapshot goes, and the port promises a reader its
/// content, so the deletion waits for the last reader. A mark on disk makes the next start of the store finish what
/// a killed process could not.
/// </summary>
internal sealed class DeferredDeletions
{
    private readonly string _folder;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _readers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);

    public DeferredDeletions(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        foreach (string mark in Directory.GetFiles(folder)) _deleted.Add(Path.GetFileName(mark));
    }

    /// <summary>Marks that a former process left.</summary>
    public IReadOnlyList<string> Unfinished
    {
        get
        {
            lock (_lock) return [.. _deleted.Where(id => !_readers.ContainsKey(id))];
        }
    }

    public bool Contains(string snapshotId)
    {
        lock (_lock) return _deleted.Contains(snapshotId);
    }

    public void Opened(string snapshotId)
    {
        lock (_lock) _readers[snapshotId] = _readers.GetValueOrDefault(snapshotId) + 1;
    }

    /// <returns>True when the snapshot is to be deleted now: it was the last reader of a deleted one.</returns>
    public bool Closed(string snapshotId)
    {
        lock (_lock)
        {
            int left = _readers[snapshotId] - 1;
            if (left > 0) _readers[snapshotId] = left;
            else _readers.Remove(snapshotId);
            return left == 0 && _deleted.Contains(snapshotId);
        }
    }

    /// <returns>True when readers keep the snapshot; it counts as deleted from now on.</returns>
    public bool TryDefer(string snapshotId)
    {
        lock (_lock)
        {
            if (!_readers.ContainsKey(snapshotId)) return false;
            File.WriteAllBytes(MarkPath(snapshotId), []);
            _deleted.Add(snapshotId);
            return true;
        }
    }

    public void Finished(string snapshotId)
    {
        lock (_lock)
        {
            File.Delete(MarkPath(snapshotId));
            _deleted.Remove(snapshotId);
        }
    }

    private string MarkPath(string snapshotId) => Path.Combine(_folder, snapshotId);
}
