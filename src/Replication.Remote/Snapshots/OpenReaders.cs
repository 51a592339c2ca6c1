namespace Replication.Remote.Snapshots;

/// <summary>
/// Which snapshots are open here. The server keeps what is being read for seconds only, so a deletion of one that is open waits until it is closed;
/// meanwhile it is deleted for everybody who asks this store.
/// </summary>
internal sealed class OpenReaders
{
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);

    public void Opened(string snapshotId)
    {
        lock (_open) _open[snapshotId] = _open.GetValueOrDefault(snapshotId) + 1;
    }

    /// <summary>True when it is to be deleted now.</summary>
    public bool Closed(string snapshotId)
    {
        lock (_open)
        {
            if (--_open[snapshotId] > 0) return false;
            _open.Remove(snapshotId);
            return _deleted.Remove(snapshotId);
        }
    }

    /// <summary>True when the deletion waits for a reader.</summary>
    public bool Defer(string snapshotId)
    {
        lock (_open) return _open.ContainsKey(snapshotId) && _deleted.Add(snapshotId);
    }

    public bool IsDeleted(string snapshotId)
    {
        lock (_open) return _deleted.Contains(snapshotId);
    }
}
