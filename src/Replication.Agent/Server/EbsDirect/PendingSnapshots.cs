using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>
/// The pending snapshots that are being written: who may write them, without asking the store for every block, and when the
/// last block came, so that what a client left behind is cancelled.
/// </summary>
internal sealed class PendingSnapshots(RegionRegistry regions, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<(string Region, string Id), PendingEntry> _entries = new();
    private bool _listed;

    /// <summary>Whether the account may start another one.</summary>
    public async ValueTask<bool> HasRoomAsync(ServerRegion region, string accountId, int maximum, CancellationToken cancellationToken)
    {
        if (Owned().Count() < maximum) return true;
        // Some may have been deleted or completed in another way than over this protocol.
        foreach (string id in Owned().ToList())
        {
            if (await FindStateAsync(region, id, cancellationToken) != SnapshotState.Pending) Remove(region, id);
        }

        return Owned().Count() < maximum;

        IEnumerable<string> Owned() => _entries.Where(entry => entry.Key.Region == region.Name && entry.Value.OwnerId == accountId).Select(entry => entry.Key.Id);
    }

    public void Add(ServerRegion region, SnapshotInfo snapshot) => _entries[(region.Name, snapshot.Id)] = Entry(snapshot);

    public void Remove(ServerRegion region, string snapshotId) => _entries.TryRemove((region.Name, snapshotId), out _);

    /// <summary>Checks that the account may write the snapshot, and notes that it does.</summary>
    public async ValueTask TouchAsync(ServerRegion region, string snapshotId, string accountId, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue((region.Name, snapshotId), out PendingEntry? entry))
        {
            SnapshotInfo snapshot = await region.Storage.DescribeAsync(snapshotId, cancellationToken);
            entry = Entry(snapshot);
            if (snapshot.State == SnapshotState.Pending) entry = _entries.GetOrAdd((region.Name, snapshotId), entry);
        }

        if (entry.OwnerId is { } owner && owner != accountId) throw EbsErrors.NotYours(snapshotId);
        entry.LastPut = time.GetUtcNow();
    }

    /// <summary>Cancels what took no block for longer than its timeout.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        // Those of an earlier process are found once; their time begins when they are.
        _listed = _listed || await TryListAsync(cancellationToken);
        foreach (((string regionName, string id), PendingEntry entry) in _entries)
        {
            if (entry.Timeout is not { } timeout || time.GetUtcNow() - entry.LastPut <= timeout) continue;
            ServerRegion region = regions.Get(regionName);
            try
            {
                // Completed by somebody else, it must not be deleted.
                if (await FindStateAsync(region, id, cancellationToken) == SnapshotState.Pending)
                {
                    await region.Storage.DeleteAsync(id, cancellationToken);
                    ServerLog.SnapshotTimedOut(logger, id, regionName, (int)timeout.TotalMinutes);
                }

                Remove(region, id);
            }
            catch (SnapshotStoreException error)
            {
                ServerLog.SweepFailed(logger, regionName, error);
            }
        }
    }

    private static async Task<SnapshotState?> FindStateAsync(ServerRegion region, string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await region.Storage.DescribeAsync(id, cancellationToken)).State;
        }
        catch (SnapshotStoreException error) when (error.ErrorId == ErrorIds.SnapshotNotFound)
        {
            return null;
        }
    }

    private async Task<bool> TryListAsync(CancellationToken cancellationToken)
    {
        foreach (ServerRegion region in regions.All)
        {
            try
            {
                await foreach (SnapshotInfo snapshot in ((ISnapshotStore)region.Storage).ListAsync(cancellationToken))
                {
                    if (snapshot.State == SnapshotState.Pending && EbsSnapshotMetadata.Of(snapshot) is not null) _entries.TryAdd((region.Name, snapshot.Id), Entry(snapshot));
                }
            }
            catch (SnapshotStoreException error)
            {
                ServerLog.SweepFailed(logger, region.Name, error);
                return false;
            }
        }

        return true;
    }

    private PendingEntry Entry(SnapshotInfo snapshot)
    {
        EbsSnapshotMetadata? metadata = EbsSnapshotMetadata.Of(snapshot);
        return new PendingEntry(metadata?.OwnerId, metadata is null ? null : TimeSpan.FromMinutes(metadata.TimeoutMinutes), time.GetUtcNow());
    }
}
