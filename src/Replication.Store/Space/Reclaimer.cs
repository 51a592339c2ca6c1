using Microsoft.Extensions.Logging;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Store.Data;
using Replication.Store.Files;
using Replication.Store.Index;
using Replication.Store.Pending;
using Replication.Store.Volumes;

namespace Replication.Store.Space;

/// <summary>
/// Takes deleted things apart. Every method expects the volume's gate to be held and may be repeated after a crash at
/// any point. The order of a deletion, each step durable before the next: descriptor moved to <c>deleted/</c>, where a
/// reader or a pending child may still need it · renamed to <c>.reclaiming</c>, from when on nobody does · grains and
/// then index pages punched · document removed. Needs no space, so that a full disk can be emptied.
/// </summary>
internal sealed class Reclaimer(VolumeSet volumes, ILogger logger)
{
    /// <summary>Everything deleted in this volume that nobody holds any more; the volume itself when nothing is left.</summary>
    public void Run(Volume volume, CancellationToken cancellationToken)
    {
        if (!volume.IsEmpty()) FinishReclaiming(volume, cancellationToken);
        foreach (string id in volume.DeletedIds().ToList())
        {
            if (IsHeld(volume, id)) continue;
            volume.Files.Rename(volume.Paths.DeletedSnapshot(id), volume.Paths.Reclaiming(id));
            volume.Files.FlushDirectory(volume.Paths.Deleted);
            // The last one takes the volume with it, without a look at its tree.
            if (!volume.IsEmpty()) Reclaim(volume, id, cancellationToken);
        }

        if (volume.IsEmpty()) volumes.Remove(volume);
    }

    /// <summary>
    /// Deletions that were cut short. Comes before any other: their trees are full of holes and no longer count for
    /// what others share.
    /// </summary>
    public void FinishReclaiming(Volume volume, CancellationToken cancellationToken)
    {
        foreach (string id in VolumePaths.Ids(volume.Files.ListFiles(volume.Paths.Deleted), VolumePaths.ReclaimingSuffix).ToList())
            Reclaim(volume, id, cancellationToken);
    }

    /// <summary>Makes a pending snapshot vanish. Its segments are its own, so that nothing needs to be looked up.</summary>
    public static void Abort(Volume volume, string id)
    {
        IStoreFiles files = volume.Files;
        files.Rename(volume.Paths.PendingHeader(id), volume.Paths.Aborted(id));
        files.FlushDirectory(volume.Paths.Deleted);
        files.FlushDirectory(volume.Paths.Pending);
        FinishAbort(volume, id);
    }

    public static void FinishAbort(Volume volume, string id)
    {
        foreach (uint segment in volume.Segments.OwnedBy(id)) volume.Segments.Unlink(segment);
        volume.Files.Delete(volume.Paths.PendingLog(id));
        volume.Files.FlushDirectory(volume.Paths.Data);
        volume.Files.Delete(volume.Paths.Aborted(id));
    }

    /// <summary>
    /// Committed, but its writer died or failed before it removed what the pending snapshot consisted of. Has to be
    /// done before the snapshot may be deleted: the header alone would be a pending snapshot without its data.
    /// </summary>
    public static void FinishCompletion(Volume volume, string id)
    {
        if (!volume.Files.FileExists(volume.Paths.PendingHeader(id))) return;
        try
        {
            using PutLog? log = PutLog.OpenForReading(volume.Files, volume.Paths.PendingLog(id));
            if (log is not null)
                ReturnReplaced(volume, volume.ReadSnapshot(id)!, log.Scan(0, log.Count).Select(pair => pair.Record).Where(record => record.Kind == PutRecordKind.Put));
        }
        catch (SnapshotStoreException)
        {
            // Where descriptor or index are damaged, what repeated puts left stays until the volume goes.
        }

        RemovePendingFiles(volume, id);
    }

    /// <summary>Gives back what repeated puts of one block left behind.</summary>
    public static void ReturnReplaced(Volume volume, SnapshotDescriptor snapshot, IEnumerable<PutRecord> puts)
    {
        string id = snapshot.Start.Id;
        IndexTree tree = volume.Tree(snapshot);
        HashSet<uint> own = [.. volume.Segments.OwnedBy(id)];
        using (var space = new SpaceReturn(volume))
        {
            var collector = new ExtentCollector(space);
            foreach (PutRecord record in puts)
            {
                GrainPointers kept = tree.Find(record.Block).Grains;
                for (int grain = 0; grain < BlockGeometry.GrainsPerBlock; grain++)
                {
                    GrainPointer pointer = record.Arrived.Grains[grain];
                    if (pointer != kept[grain] && own.Contains(pointer.Segment)) collector.AddGrain(pointer);
                }
            }

            collector.Flush();
            space.Finish();
        }
    }

    public static void RemovePendingFiles(Volume volume, string id)
    {
        volume.Files.Delete(volume.Paths.PendingHeader(id));
        volume.Files.Delete(volume.Paths.PendingLog(id));
        // A header that came back after a power loss would be a pending snapshot without its data.
        volume.Files.FlushDirectory(volume.Paths.Pending);
    }

    private void Reclaim(Volume volume, string id, CancellationToken cancellationToken)
    {
        if (!TryFindOthers(volume, id, out List<TreeNode> others)) return;
        try
        {
            TreeNode top = volume.ReadReclaiming(id)!.Top;
            using var space = new SpaceReturn(volume);
            var collector = new ExtentCollector(space);
            new ExclusiveSpace(volume.Index, collector, cancellationToken).Walk(top, others);
            collector.Flush();
            space.Finish();
        }
        catch (SnapshotStoreException error)
        {
            StoreLog.DamagedDescriptor(logger, id, error);
        }

        volume.Files.Delete(volume.Paths.Reclaiming(id));
    }

    /// <summary>The trees of all other documents. False when one is unreadable: what it refers to is then not known.</summary>
    private bool TryFindOthers(Volume volume, string id, out List<TreeNode> others)
    {
        others = [];
        try
        {
            foreach (string other in volume.SnapshotIds()) others.Add(volume.ReadSnapshot(other)!.Top);
            foreach (string other in volume.DeletedIds()) others.Add(volume.ReadDeleted(other)!.Top);
            return true;
        }
        catch (SnapshotStoreException error)
        {
            StoreLog.DeletionPostponed(logger, id, error);
            return false;
        }
    }

    /// <summary>A reader in any process holds a lock on the descriptor; a pending child refers to its parent.</summary>
    private bool IsHeld(Volume volume, string id)
    {
        try
        {
            if (volume.PendingIds().Any(pending => volume.ReadPending(pending)?.ParentId == id)) return true;
        }
        catch (SnapshotStoreException error)
        {
            StoreLog.DeletionPostponed(logger, id, error);
            return true;
        }

        using IStoreFile? held = volume.Files.TryLock(volume.Paths.DeletedSnapshot(id), create: false);
        return held is null;
    }
}
