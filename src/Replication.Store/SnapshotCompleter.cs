using Microsoft.Extensions.Logging;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Store.Fencing;
using Replication.Store.Pending;
using Replication.Store.Space;
using Replication.Store.Volumes;

namespace Replication.Store;

/// <summary>Completes snapshots; several at once, also of one volume: only the commit itself takes turns.</summary>
internal sealed class SnapshotCompleter(SnapshotCatalog catalog, PendingSet pendings, EpochBook epochs, SnapshotRemoval removal, StoreOptions options)
{
    public async Task<SnapshotInfo> CompleteAsync(string id, CompleteSnapshotRequest request, CancellationToken cancellationToken)
    {
        Volume volume = catalog.Find(id);
        if (volume.ReadSnapshot(id) is { } completed) return Repeat(volume, completed, request);
        PendingSnapshot pending = await pendings.OpenAsync(id, cancellationToken);
        if (!await pending.Gate.TryCloseAsync()) throw StoreErrors.NotPending(id, "it is being completed or deleted.");
        try
        {
            epochs.Require(pending.Scope);
            SnapshotDescriptor descriptor = new SnapshotCompletion(pending, options).Prepare(request, cancellationToken);
            using IDisposable? turn = await epochs.EnterAsync(pending.Scope, cancellationToken);
            await volume.Gate.WaitAsync(cancellationToken);
            try
            {
                SnapshotCompletion.Commit(volume, descriptor);
                CleanUp(pending, descriptor);
            }
            finally
            {
                volume.Gate.Release();
            }

            return descriptor.Describe();
        }
        catch
        {
            pending.Gate.Reopen();
            throw;
        }
    }

    private void CleanUp(PendingSnapshot pending, SnapshotDescriptor descriptor)
    {
        Volume volume = pending.Volume;
        try
        {
            try
            {
                if (pending.HasRepeatedPuts) Reclaimer.ReturnReplaced(volume, descriptor, pending.AllPuts());
            }
            finally
            {
                pendings.Close(pending);
            }

            Reclaimer.RemovePendingFiles(volume, descriptor.Start.Id);
        }
        catch (Exception error) when (StoreFaults.IsForeign(error) || error is SnapshotStoreException)
        {
            StoreLog.CleanupFailed(options.Logger, volume.Id, error);
        }

        removal.Reclaim(volume, CancellationToken.None);
    }

    /// <summary>The flush makes sure of a commit whose caller was told that it failed after the rename.</summary>
    private SnapshotInfo Repeat(Volume volume, SnapshotDescriptor completed, CompleteSnapshotRequest request)
    {
        SnapshotCompletion.CheckRepeated(completed, request);
        volume.Files.FlushDirectory(volume.Paths.Snapshots);
        return completed.Describe();
    }
}
