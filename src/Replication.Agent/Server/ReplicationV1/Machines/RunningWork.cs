using System.Collections.Concurrent;

namespace Replication.Agent.Server.ReplicationV1.Machines;

/// <summary>
/// Work that takes longer than a connection may last: it goes on when its client is lost, and the client that comes again for the same work waits for
/// what is running instead of beginning anew.
/// </summary>
internal sealed class RunningWork : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, WorkItem> _items = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The work of this name: what is running, else begun now.</summary>
    public WorkItem Join(string name, Func<WorkItem, CancellationToken, Task<object>> work)
    {
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        var added = new WorkItem(CancellationTokenSource.CreateLinkedTokenSource(_stop.Token));
        WorkItem item = _items.GetOrAdd(name, added);
        if (item != added)
        {
            added.Dispose();
            return item;
        }

        item.Start(async token =>
        {
            try
            {
                return await work(item, token);
            }
            finally
            {
                _items.TryRemove(new KeyValuePair<string, WorkItem>(name, item));
            }
        });
        return item;
    }

    /// <summary>Stops the work of this name and waits until it has ended.</summary>
    public async Task CancelAsync(string name)
    {
        if (_items.TryGetValue(name, out WorkItem? item)) await item.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (WorkItem item in _items.Values) await item.CancelAsync();
        _stop.Dispose();
    }
}
