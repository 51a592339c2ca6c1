using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>
/// Readers that stay open between requests: opening a snapshot costs more than reading a block of it. A reader serves for a
/// few seconds only, because it goes on to show a snapshot that was deleted meanwhile, and keeps its space.
/// </summary>
internal sealed class SnapshotReaders(TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Region, string Id), SharedReader> _readers = [];

    /// <summary>Dispose the result when the request is done with it.</summary>
    public async ValueTask<SharedReader> AcquireAsync(ServerRegion region, string snapshotId, CancellationToken cancellationToken)
    {
        SharedReader? outdated = null;
        SharedReader reader;
        lock (_lock)
        {
            if (_readers.TryGetValue((region.Name, snapshotId), out SharedReader? open))
            {
                if (time.GetUtcNow() - open.OpenedAt < Lifetime && open.TryShare()) return open;
                _readers.Remove((region.Name, snapshotId));
                outdated = open;
            }
        }

        if (outdated is not null) await outdated.DisposeAsync();
        reader = new SharedReader(await region.Storage.OpenAsync(snapshotId, cancellationToken), time.GetUtcNow());
        lock (_lock)
        {
            // Of two that opened it at once, the second one's serves its own request only.
            if (_readers.TryAdd((region.Name, snapshotId), reader)) reader.TryShare();
        }

        return reader;
    }

    /// <summary>Lets go of readers that have served their time.</summary>
    public Task TrimAsync() => CloseAsync(reader => time.GetUtcNow() - reader.OpenedAt >= Lifetime);

    public async ValueTask DisposeAsync() => await CloseAsync(_ => true);

    private async Task CloseAsync(Predicate<SharedReader> isDue)
    {
        List<SharedReader> due = [];
        lock (_lock)
        {
            foreach (var (key, reader) in _readers.Where(entry => isDue(entry.Value)).ToList())
            {
                _readers.Remove(key);
                due.Add(reader);
            }
        }

        foreach (SharedReader reader in due) await reader.DisposeAsync();
    }
}
