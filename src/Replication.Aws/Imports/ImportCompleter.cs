using Replication.Aws.Snapshots;
using Replication.Aws.Snapshots.Digests;
using Replication.Aws.Snapshots.Ec2;
using Replication.Aws.Snapshots.Journal;
using Replication.Aws.Snapshots.Writing;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Aws.Imports;

/// <summary>
/// Turns an uploaded image into a snapshot of the store: object, task, read back block by block, and only when the root hash
/// is the source's own, the tags that make it one. Each step is noted before the next, and harmless to repeat.
/// </summary>
internal sealed class ImportCompleter(ImportParts parts, ImageUpload upload, ImportTasks tasks)
{
    private readonly PendingContent _content = new(parts.Snapshots);

    public async Task<SnapshotInfo> CompleteAsync(string pendingId, CompleteSnapshotRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (parts.Snapshots.Journals.Find(pendingId) is not { } journal) return await AgainAsync(pendingId, request, cancellationToken);
        PendingContent.Check(journal, request);
        BlockDigest root = RootOf(journal, request);
        if (journal.Header.Image!.ImportedSnapshotId is null) await ImportAsync(journal, request.Progress, cancellationToken);
        string snapshotId = journal.Header.Image!.ImportedSnapshotId!;
        await ProveAsync(journal, snapshotId, root, cancellationToken);
        await parts.Snapshots.Calls.RunAsync(
            "CreateTags", snapshotId, token => parts.Snapshots.Ec2.CreateTagsAsync(snapshotId, Tags(journal, root), token), mayAppear: true, cancellationToken);
        SnapshotInfo completed = await parts.Store.DescribeAsync(snapshotId, cancellationToken);
        await upload.RemoveAsync(journal.Header.Image!, cancellationToken);
        parts.Store.Removal.Forget(journal);
        return completed;
    }

    /// <summary>The snapshot that an image became, by the snapshot's tag.</summary>
    public async Task<SnapshotInfo?> FindCompletedAsync(string pendingId, CancellationToken cancellationToken)
    {
        await foreach (Ec2Snapshot snapshot in parts.Snapshots.Ec2.ListAsync(SnapshotTags.Import, pendingId, cancellationToken))
            return await parts.Store.DescribeAsync(snapshot.Id, cancellationToken);
        return null;
    }

    private async Task<SnapshotInfo> AgainAsync(string pendingId, CompleteSnapshotRequest request, CancellationToken cancellationToken)
    {
        SnapshotInfo completed = await FindCompletedAsync(pendingId, cancellationToken) ?? throw EbsStoreErrors.NotFound(pendingId);
        PendingContent.CheckAgain(completed, request);
        return completed;
    }

    /// <summary>An image is whole, whatever was its base.</summary>
    private BlockDigest RootOf(PendingJournal journal, CompleteSnapshotRequest request)
    {
        using FingerprintDraft draft = parts.Snapshots.Fingerprints.Draft(journal.SnapshotId, journal.Header.Length);
        return PendingContent.Fill(draft, journal, parent: null, request);
    }

    private async Task ImportAsync(PendingJournal journal, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (journal.Header.Image!.Parts is null) throw ImportErrors.UploadIncomplete(journal.SnapshotId);
        if (!journal.Header.Completing) parts.Snapshots.Journals.Update(journal, journal.Header with { Completing = true });
        if (journal.Header.Image.TaskId is null)
        {
            if (!await upload.CompleteAsync(journal.Header.Image, cancellationToken)) throw ImportErrors.UploadIncomplete(journal.SnapshotId);
            string begun = await tasks.StartAsync(journal, cancellationToken);
            Note(journal, image => image with { TaskId = begun });
        }

        try
        {
            string made = await tasks.FollowAsync(journal.Header.Image.TaskId!, progress, cancellationToken);
            Note(journal, image => image with { ImportedSnapshotId = made });
        }
        catch (ReplicationException failed) when (failed.ErrorId == "ImportTaskFailed")
        {
            Note(journal, image => image with { TaskId = null, FailedTasks = image.FailedTasks + 1 });
            throw;
        }
    }

    /// <summary>Reads the snapshot over EBS direct; its digests are kept, because the next increment is compared with them.</summary>
    private async Task ProveAsync(PendingJournal journal, string snapshotId, BlockDigest root, CancellationToken cancellationToken)
    {
        SnapshotInfo imported = await parts.Store.DescribeAsync(snapshotId, cancellationToken);
        try
        {
            await parts.Store.ProveAsync(imported with { Length = journal.Header.Length, Root = root }, cancellationToken);
        }
        catch (SnapshotStoreException other) when (other.ErrorId == ErrorIds.CorruptIndex)
        {
            throw new SnapshotStoreException(
                "RootMismatch", snapshotId, $"what VM Import made of the image is not the disk: {other.Found}", $"{root}.",
                "Run the job again: the disk is sent anew.", other)
            { SnapshotId = snapshotId };
        }
    }

    private Dictionary<string, string> Tags(PendingJournal journal, BlockDigest root)
    {
        Dictionary<string, string> tags = _content.AllTags(journal, root);
        tags[SnapshotTags.Import] = journal.SnapshotId;
        tags[SnapshotTags.Description] = journal.Header.Description;
        return tags;
    }

    private void Note(PendingJournal journal, Func<ImageNote, ImageNote> change) =>
        parts.Snapshots.Journals.Update(journal, journal.Header with { Image = change(journal.Header.Image!) });
}
