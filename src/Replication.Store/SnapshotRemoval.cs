using Microsoft.Extensions.Logging;
using Replication.Core.Errors;
using Replication.Core.Fencing;
using Replication.Store.Fencing;
using Replication.Store.Pending;
using Replication.Store.Space;
using Replication.Store.Volumes;

namespace Replication.Store;

/// <summary>Deletes completed snapshots and aborts pending ones, under the volume's gate.</summary>
internal sealed class SnapshotRemoval(SnapshotCatalog catalog, PendingSet pendings, EpochBook epochs, Reclaimer reclaimer, ILogger logger)
{
    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        Volume volume = catalog.Find(id);
        using IDisposable? turn = await epochs.EnterAsync(ScopeOf(volume, id), cancellationToken);
        await volume.Gate.WaitAsync(cancellationToken);
        try
        {
            if (volume.Files.FileExists(volume.Paths.Snapshot(id))) Move(volume, id);
            else if (volume.Files.FileExists(volume.Paths.PendingHeader(id))) await AbortAsync(volume, id);
            else throw StoreErrors.NotFound(id);
            StoreLog.Deleted(logger, id);
            Reclaim(volume, cancellationToken);
        }
        finally
        {
            volume.Gate.Release();
        }
    }

    /// <summary>The snapshot is gone or in place whatever happens here: what remains to be done is done at the next occasion.</summary>
    public void Reclaim(Volume volume, CancellationToken cancellationToken)
    {
        try
        {
            reclaimer.Run(volume, cancellationToken);
        }
        catch (Exception error) when (StoreFaults.IsForeign(error) || error is SnapshotStoreException or OperationCanceledException)
        {
            StoreLog.CleanupFailed(logger, volume.Id, error);
        }
    }

    /// <summary>A damaged document no longer says whose it is; it can be deleted by anybody.</summary>
    private static string? ScopeOf(Volume volume, string id)
    {
        try
        {
            return (volume.ReadSnapshot(id)?.Start ?? volume.ReadPending(id)) is { } header ? WriterScope.OfSnapshot(header.Tags) : null;
        }
        catch (SnapshotStoreException error) when (error.ErrorId == ErrorIds.CorruptIndex)
        {
            return null;
        }
    }

    private static void Move(Volume volume, string id)
    {
        Reclaimer.FinishCompletion(volume, id);
        volume.Files.Rename(volume.Paths.Snapshot(id), volume.Paths.DeletedSnapshot(id));
        volume.Files.FlushDirectory(volume.Paths.Deleted);
        volume.Files.FlushDirectory(volume.Paths.Snapshots);
    }

    private async Task AbortAsync(Volume volume, string id)
    {
        if (pendings.TryGet(id, out PendingSnapshot pending))
        {
            if (!await pending.Gate.TryCloseAsync()) throw StoreErrors.NotPending(id, "it is being completed or deleted.");
            pendings.Close(pending);
        }

        Reclaimer.Abort(volume, id);
    }
}
