using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2.Waiting;
using Replication.Aws.Sites;
using Replication.Aws.Snapshots;
using Replication.Aws.Snapshots.Digests;
using Replication.Aws.Snapshots.Journal;
using Replication.Aws.Snapshots.Writing;
using Replication.Core.Snapshots;
using SnapshotInfo = Replication.Core.Snapshots.SnapshotInfo;
using SnapshotState = Replication.Core.Snapshots.SnapshotState;

namespace Replication.Aws.HotAdd;

/// <summary>
/// Turns a written volume into a snapshot: flush, read back, integrity snapshot, only then drivers (PRC-03), detach. The
/// journal says before the snapshot is taken that it may be, and afterwards which one it is, so that a volume that has been
/// changed since is never taken for the content again.
/// </summary>
internal sealed class VolumeCompleter(HotAddParts parts, VolumeHolds holds, VolumeWriter writer, PendingVolumes pending, Injection injection)
{
    /// <summary>A first snapshot of a large volume takes hours.</summary>
    private static readonly WaitOptions Completion = new() { Timeout = TimeSpan.FromHours(24), MaximumDelay = TimeSpan.FromSeconds(30) };

    private readonly PendingContent _content = new(parts.Snapshots);

    public async Task<SnapshotInfo> CompleteAsync(string volumeId, CompleteSnapshotRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (parts.Snapshots.Journals.Find(volumeId) is not { } journal) return await AgainAsync(volumeId, request, cancellationToken);
        string snapshotId = await TakenAsync(journal, cancellationToken) ?? await TakeAsync(journal, request, cancellationToken);
        await FinishAsync(journal, snapshotId, cancellationToken);
        return await parts.Store.DescribeAsync(snapshotId, cancellationToken);
    }

    /// <summary>The snapshot that a volume became, by the snapshot's tag.</summary>
    public async Task<SnapshotInfo?> FindCompletedAsync(string volumeId, CancellationToken cancellationToken)
    {
        List<Snapshot> found = await parts.Lookup.SnapshotsAsync(SnapshotTags.Volume, volumeId, cancellationToken);
        return found.Count == 0 ? null : await parts.Store.DescribeAsync(found[0].SnapshotId!, cancellationToken);
    }

    private async Task<SnapshotInfo> AgainAsync(string volumeId, CompleteSnapshotRequest request, CancellationToken cancellationToken)
    {
        SnapshotInfo completed = await FindCompletedAsync(volumeId, cancellationToken) ?? throw EbsStoreErrors.NotFound(volumeId);
        PendingContent.CheckAgain(completed, request);
        return completed;
    }

    /// <summary>The snapshot that a process before this one took and did not live to finish.</summary>
    private async Task<string?> TakenAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        if (!journal.Header.Completing) return null;
        if (journal.Header.Volume!.TakenSnapshotId is { } known) return known;
        return (await parts.Lookup.SnapshotsAsync(SnapshotTags.Volume, journal.SnapshotId, cancellationToken)).FirstOrDefault()?.SnapshotId;
    }

    private async Task<string> TakeAsync(PendingJournal journal, CompleteSnapshotRequest request, CancellationToken cancellationToken)
    {
        PendingContent.Check(journal, request);
        using DigestFile? parent = _content.OpenParent(journal);
        using FingerprintDraft draft = parts.Snapshots.Fingerprints.Draft(journal.SnapshotId, journal.Header.Length);
        BlockDigest root = PendingContent.Fill(draft, journal, parent, request);
        await writer.VerifyAsync(journal, cancellationToken);
        if (journal.BegunBlocks > 0) throw EbsStoreErrors.BlocksInDoubt(journal.SnapshotId, journal.BegunBlocks);
        if (!journal.Header.Completing) parts.Snapshots.Journals.Update(journal, journal.Header with { Completing = true });
        Dictionary<string, string> tags = _content.AllTags(journal, root);
        tags[SnapshotTags.Volume] = journal.SnapshotId;
        var asked = new CreateSnapshotRequest
        {
            VolumeId = journal.SnapshotId,
            Description = journal.Header.Description.Length == 0 ? null : journal.Header.Description,
            TagSpecifications = [tags.For(ResourceType.Snapshot)],
        };
        CreateSnapshotResponse answer = await parts.Waiter.UntilVisibleAsync(token => parts.Ec2.CreateSnapshotAsync(asked, token), WaitOptions.Default, cancellationToken);
        string snapshotId = answer.Snapshot!.SnapshotId!;
        parts.Snapshots.Fingerprints.Publish(snapshotId, draft, root, parts.Time.GetUtcNow());
        Note(journal, snapshotId);
        return snapshotId;
    }

    private async Task FinishAsync(PendingJournal journal, string snapshotId, CancellationToken cancellationToken)
    {
        string volumeId = journal.SnapshotId;
        VolumeNote note = journal.Header.Volume!;
        if (note.TakenSnapshotId is null) Note(journal, snapshotId);
        if (note.Inject) await injection.RunAsync(await writer.HoldAsync(journal, cancellationToken), cancellationToken);
        await holds.ReleaseAsync(volumeId, cancellationToken);
        if (note.KeepVolume) await KeepAsync(volumeId, snapshotId, cancellationToken);
        else await parts.Attachments.DeleteAsync(volumeId, cancellationToken);
        await parts.Wait.SnapshotsCompletedAsync([snapshotId], Completion, cancellationToken);
        await pending.DeleteSnapshotsAsync(volumeId, snapshotId, cancellationToken);
        parts.Store.Removal.Forget(journal);
    }

    private void Note(PendingJournal journal, string snapshotId) => parts.Snapshots.Journals.Update(
        journal, journal.Header with { Volume = journal.Header.Volume! with { TakenSnapshotId = snapshotId } });

    /// <summary>The volume waits for a machine: it says of which snapshot it is, and that it takes no blocks any more.</summary>
    private async Task KeepAsync(string volumeId, string snapshotId, CancellationToken cancellationToken)
    {
        await parts.Ec2.CreateTagsAsync(
            new CreateTagsRequest { Resources = [volumeId], Tags = [new Tag { Key = HotAddTags.Integrity, Value = snapshotId }] }, cancellationToken);
        await parts.Ec2.DeleteTagsAsync(new DeleteTagsRequest { Resources = [volumeId], Tags = [new Tag { Key = HotAddTags.Pending }] }, cancellationToken);
    }
}
