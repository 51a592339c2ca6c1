using Amazon.Runtime;
using Replication.Aws.Snapshots.Calls;
using Replication.Aws.Snapshots.Ec2;
using Replication.Aws.Snapshots.Journal;
using Replication.Core.Errors;

namespace Replication.Aws.Snapshots;

/// <summary>Deletes snapshots at the service, then what this workspace keeps about them.</summary>
internal sealed class SnapshotRemoval(StoreParts parts, DeferredDeletions deletions, SnapshotDirectory directory)
{
    public async Task DeleteAsync(string snapshotId, CancellationToken cancellationToken)
    {
        Ec2Snapshot? found = await directory.FindAsync(snapshotId, cancellationToken);
        if (deletions.TryDefer(snapshotId)) return;
        await RemoveAsync(snapshotId, found is not null && SnapshotDirectory.MayAppear(parts, found.StartTime), cancellationToken);
    }

    /// <summary>Deletes without asking whether it is there; no error when it is gone.</summary>
    public Task RemoveAsync(string snapshotId, CancellationToken cancellationToken) => RemoveAsync(snapshotId, isNew: false, cancellationToken);

    /// <param name="snapshotId">Which one.</param>
    /// <param name="isNew">It is there, and so new that not every part of the service need know it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private async Task RemoveAsync(string snapshotId, bool isNew, CancellationToken cancellationToken)
    {
        PendingJournal? journal = parts.Journals.Find(snapshotId);
        try
        {
            await parts.Calls.RunAsync(
                "DeleteSnapshot", snapshotId, token => parts.Ec2.DeleteAsync(snapshotId, token), isNew || directory.MayAppear(journal), cancellationToken);
        }
        catch (SnapshotStoreException gone) when (gone.ErrorId == ErrorIds.SnapshotNotFound)
        {
            // Gone already: an earlier attempt had its effect although its answer was lost.
        }

        if (journal is not null) Forget(journal);
        if (parts.Journals.All.Any(other => other.Header.ParentId == snapshotId)) parts.Fingerprints.Orphan(snapshotId);
        else parts.Fingerprints.Remove(snapshotId);
    }

    /// <summary>Drops a journal, and the digests of its parent when that is deleted and no other child needs them.</summary>
    public void Forget(PendingJournal journal)
    {
        parts.Journals.Remove(journal);
        if (journal.Header.ParentId is { } parent && !parts.Journals.All.Any(other => other.Header.ParentId == parent)) parts.Fingerprints.RemoveOrphan(parent);
    }

    /// <summary>Finishes deletions that a former process had put off.</summary>
    public async Task FinishDeferredAsync(CancellationToken cancellationToken)
    {
        foreach (string snapshotId in deletions.Unfinished)
        {
            await RemoveAsync(snapshotId, cancellationToken);
            deletions.Finished(snapshotId);
        }
    }

    /// <summary>
    /// Deletes pending snapshots that this workspace started and has no journal of any more: nobody can continue them, and
    /// each holds one of the account's places for pending snapshots. Drops journals of snapshots that are pending no more.
    /// </summary>
    /// <param name="olderThan">A start on its way elsewhere in this process is younger.</param>
    /// <param name="cancellationToken">Stops between two.</param>
    /// <returns>Ids of what was deleted.</returns>
    public async Task<IReadOnlyList<string>> RemoveAbandonedAsync(TimeSpan olderThan, CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        DateTimeOffset before = parts.Time.GetUtcNow() - olderThan;
        foreach (Ec2Snapshot snapshot in await directory.ListTaggedAsync(SnapshotTags.Owner, parts.OwnerId, cancellationToken))
        {
            if (snapshot.State == "completed" || snapshot.StartTime > before || parts.Journals.Find(snapshot.Id) is not null) continue;
            await RemoveAsync(snapshot.Id, cancellationToken);
            removed.Add(snapshot.Id);
        }

        foreach (PendingJournal journal in parts.Journals.All.Where(journal => journal.Header is { SnapshotId: not null, IsDirect: true }).ToList())
        {
            if (!await IsPendingAsync(journal, cancellationToken)) Forget(journal);
        }

        return removed;
    }

    /// <summary>False when the service cancelled the snapshot, or completed it for a process that died before it noticed.</summary>
    private async Task<bool> IsPendingAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.FindAsync(journal.SnapshotId, cancellationToken) is null or { State: "pending" };
        }
        catch (SnapshotStoreException gone) when (gone.ErrorId == ErrorIds.SnapshotNotFound)
        {
            return false;
        }
    }
}
