using Replication.Core.Errors;
using Replication.Store.Data;
using Replication.Store.Files;
using Replication.Store.Space;

namespace Replication.Store.Volumes;

/// <summary>
/// Finishes what the last writer began in a volume. Comes before anything is allocated: a deletion that a
/// power loss brought back must have done its work before a page number could be given out again.
/// </summary>
internal sealed class VolumeRecovery(Volume volume, Reclaimer reclaimer)
{
    private readonly IStoreFiles _files = volume.Files;
    private readonly VolumePaths _paths = volume.Paths;

    public void Run(CancellationToken cancellationToken)
    {
        foreach (string inner in new[] { _paths.Snapshots, _paths.Pending, _paths.Deleted }) SweepTemporaryFiles(inner);
        if (!volume.IsEmpty())
        {
            FinishReclaiming(cancellationToken);
            FinishAborts();
            FinishCompletions();
            RemoveOrphanedLogs();
            TrimIndex();
        }

        reclaimer.Run(volume, cancellationToken);
    }

    private void FinishReclaiming(CancellationToken cancellationToken)
    {
        reclaimer.FinishReclaiming(volume, cancellationToken);
        // Removals that the last writer made without a flush must not come back after this one has allocated.
        _files.FlushDirectory(_paths.Deleted);
    }

    private void FinishAborts()
    {
        foreach (string id in VolumePaths.Ids(_files.ListFiles(_paths.Deleted), VolumePaths.AbortSuffix).ToList()) Reclaimer.FinishAbort(volume, id);
    }

    private void FinishCompletions()
    {
        foreach (string id in volume.PendingIds().ToList())
        {
            if (_files.FileExists(_paths.Snapshot(id))) Reclaimer.FinishCompletion(volume, id);
            else if (_files.FileExists(_paths.DeletedSnapshot(id))) Reclaimer.RemovePendingFiles(volume, id);
        }
    }

    private void RemoveOrphanedLogs()
    {
        foreach (string id in VolumePaths.Ids(_files.ListFiles(_paths.Pending), VolumePaths.LogSuffix))
        {
            if (!_files.FileExists(_paths.PendingHeader(id))) _files.Delete(_paths.PendingLog(id));
        }
    }

    /// <summary>Index pages behind those that a descriptor can refer to belong to a completion that never committed.</summary>
    private void TrimIndex()
    {
        long end = 1;
        try
        {
            foreach (string id in volume.SnapshotIds()) end = Math.Max(end, volume.ReadSnapshot(id)!.IndexEnd);
            foreach (string id in volume.DeletedIds()) end = Math.Max(end, volume.ReadDeleted(id)!.IndexEnd);
        }
        catch (SnapshotStoreException)
        {
            // What an unreadable descriptor refers to is not known; nothing is cut off.
            return;
        }

        if (!_files.FileExists(_paths.Index)) return;
        using IStoreFile index = _files.Open(_paths.Index, StoreFileAccess.ReadWrite);
        if (index.Length > end * StorePage.Size) index.SetLength(end * StorePage.Size);
    }

    private void SweepTemporaryFiles(string inside)
    {
        foreach (string file in _files.ListFiles(inside).Where(file => file.EndsWith(SealedDocument.TemporarySuffix, StringComparison.Ordinal)))
            _files.Delete(Path.Combine(inside, file));
    }
}
