using System.Collections.Concurrent;
using Replication.Store.Fencing;
using Replication.Store.Volumes;

namespace Replication.Store.Pending;

/// <summary>The pending snapshots that this process writes to; opened when first used, which is when a crash is repaired.</summary>
internal sealed class PendingSet(VolumeSet volumes, StoreOptions options, StoreCompression compression, EpochBook epochs)
{
    private readonly ConcurrentDictionary<string, PendingSnapshot> _open = new(StringComparer.Ordinal);

    public bool TryGet(string id, out PendingSnapshot pending) => _open.TryGetValue(id, out pending!);

    public async Task<PendingSnapshot> OpenAsync(string id, CancellationToken cancellationToken)
    {
        if (TryGet(id, out PendingSnapshot pending)) return pending;
        Volume volume = volumes.Find(id) ?? throw StoreErrors.NotFound(id);
        await volume.Gate.WaitAsync(cancellationToken);
        try
        {
            if (TryGet(id, out pending)) return pending;
            if (volume.Files.FileExists(volume.Paths.Snapshot(id))) throw StoreErrors.NotPending(id, "it is completed.");
            PendingHeader header = volume.ReadPending(id) ?? throw StoreErrors.NotFound(id);
            return _open[id] = PendingSnapshot.Open(volume, header, options, compression, epochs);
        }
        finally
        {
            volume.Gate.Release();
        }
    }

    /// <summary>Like <see cref="OpenAsync"/>, but one that failed is opened anew, which finds out what survived.</summary>
    public async Task<PendingSnapshot> ReviveAsync(string id, CancellationToken cancellationToken)
    {
        PendingSnapshot pending = await OpenAsync(id, cancellationToken);
        if (!pending.IsFaulted || !await pending.Gate.TryCloseAsync()) return pending;
        Close(pending);
        return await OpenAsync(id, cancellationToken);
    }

    /// <summary>Returns when the puts into a VM's snapshots have ended that had begun before.</summary>
    public Task DrainAsync(string scope) =>
        Task.WhenAll(_open.Values.Where(pending => pending.Scope == scope).Select(pending => pending.Gate.DrainAsync()));

    public void Close(PendingSnapshot pending)
    {
        _open.TryRemove(pending.Header.Id, out _);
        pending.Dispose();
    }

    /// <summary>Leaves everything so that the next process trusts what it finds without reading it again.</summary>
    public async Task CloseAllAsync()
    {
        foreach (PendingSnapshot pending in _open.Values)
        {
            await pending.Gate.TryCloseAsync();
            try
            {
                if (!pending.IsFaulted) pending.Checkpoint();
            }
            catch (Core.Errors.SnapshotStoreException error)
            {
                StoreLog.CheckpointFailed(options.Logger, pending.Header.Id, error);
            }

            Close(pending);
        }
    }
}
