using System.Globalization;
using Amazon.EBS;
using Amazon.EBS.Model;
using Replication.Aws.Snapshots.Digests;
using Replication.Aws.Snapshots.Ec2;
using Replication.Aws.Snapshots.Journal;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using CompleteRequest = Replication.Core.Snapshots.CompleteSnapshotRequest;

namespace Replication.Aws.Snapshots.Writing;

/// <summary>
/// Completes snapshots. Everything the caller claims is checked against the journal first, because the service's refusal
/// of a completion may spoil the snapshot. Root and count go into tags before the completion is sent, so that no completed
/// snapshot is ever without them; the LINEAR checksum makes the service compare its blocks with the journal's.
/// </summary>
internal sealed class SnapshotCompleter(StoreParts parts, SnapshotDirectory directory, SnapshotRemoval removal, BlockWriter writer)
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(15);

    /// <summary>A completion whose repetition was refused has begun or never will; sealing small snapshots takes minutes.</summary>
    private static readonly TimeSpan DoubtfulCompletion = TimeSpan.FromMinutes(15);

    private readonly PendingContent _content = new(parts);

    public async Task<SnapshotInfo> CompleteAsync(string snapshotId, CompleteRequest request, CancellationToken cancellationToken)
    {
        SnapshotInfo info = await directory.DescribeAsync(snapshotId, cancellationToken);
        PendingJournal? journal = parts.Journals.Find(snapshotId);
        if (info.State == SnapshotState.Error) throw EbsStoreErrors.NotPending(snapshotId, info.State);
        if (info.State == SnapshotState.Completed)
        {
            PendingContent.CheckAgain(info, request);
            if (journal is not null) removal.Forget(journal);
            return info;
        }

        if (journal is null) throw EbsStoreErrors.JournalLost(snapshotId);

        PendingContent.Check(journal, request);
        using DigestFile? parent = _content.OpenParent(journal);
        using (FingerprintDraft draft = parts.Fingerprints.Draft(snapshotId, journal.Header.Length))
        {
            BlockDigest root = PendingContent.Fill(draft, journal, parent, request);
            await FillZerosAsync(journal, parent, cancellationToken);
            await TagAsync(journal, root, cancellationToken);
            parts.Fingerprints.Publish(snapshotId, draft, root, parts.Time.GetUtcNow());
        }

        SnapshotStoreException? doubt = await SendAsync(journal, cancellationToken);
        SnapshotInfo completed = await WaitAsync(snapshotId, doubt, cancellationToken);
        removal.Forget(journal);
        return completed;
    }

    /// <summary>
    /// Where a block that is left out may read back as garbage, every block inside the disk that neither the caller nor the
    /// parent has is put as zeros.
    /// </summary>
    private async Task FillZerosAsync(PendingJournal journal, DigestFile? parent, CancellationToken cancellationToken)
    {
        if (!journal.Header.ExplicitZeros) return;
        ReadOnlyMemory<byte> zeros = new byte[BlockGeometry.BlockSize];
        await Parallel.ForEachAsync(
            Gaps(journal, parent),
            new ParallelOptions { MaxDegreeOfParallelism = parts.Options.MaximumConcurrency, CancellationToken = cancellationToken },
            async (block, token) => await writer.FillAsync(journal, block, zeros, token));
    }

    private static IEnumerable<long> Gaps(PendingJournal journal, DigestFile? parent)
    {
        long next = journal.Header.InheritedBlocks;
        foreach (var (block, _) in Overlay.Merge(parent?.Scan() ?? [], journal.Marks()))
        {
            for (; next < block; next++) yield return next;
            next = Math.Max(next, block + 1);
        }

        for (long end = BlockGeometry.BlockCount(journal.Header.Length); next < end; next++) yield return next;
    }

    private Task TagAsync(PendingJournal journal, BlockDigest root, CancellationToken cancellationToken)
    {
        Dictionary<string, string> tags = PendingContent.Tags(journal, root);
        if (journal.Header.ExplicitZeros) tags[SnapshotTags.Zeros] = SnapshotTags.ZerosExplicit;
        return parts.Calls.RunAsync(
            "CreateTags", journal.SnapshotId, token => parts.Ec2.CreateTagsAsync(journal.SnapshotId, tags, token), directory.MayAppear(journal), cancellationToken);
    }

    /// <returns>
    /// A refusal of a repeated request: an attempt before may have had its effect although its answer was lost, and what
    /// becomes of the snapshot tells. Null when the service accepted.
    /// </returns>
    private async Task<SnapshotStoreException?> SendAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        string id = journal.SnapshotId;
        long sent = 0;
        using var checksum = new LinearChecksum();
        foreach (var (block, mark) in journal.Marks())
        {
            if (mark == Mark.Omitted) continue;
            checksum.Add(block, mark == Mark.Fill ? BlockDigest.OfZeroBlock : mark);
            sent++;
        }

        bool repeated = journal.Header.Completing;
        if (!repeated) parts.Journals.Update(journal, journal.Header with { Completing = true });
        int attempts = 0;
        try
        {
            var request = new Amazon.EBS.Model.CompleteSnapshotRequest
            {
                SnapshotId = id,
                ChangedBlocksCount = (int)sent,
                // Without blocks there is nothing to aggregate, and the service takes no checksum of nothing.
                Checksum = sent == 0 ? null : checksum.Finish().ToBase64(),
                ChecksumAlgorithm = sent == 0 ? null : ChecksumAlgorithm.SHA256,
                ChecksumAggregationMethod = sent == 0 ? null : ChecksumAggregationMethod.LINEAR,
            };
            await parts.Calls.RunAsync(
                "CompleteSnapshot", id,
                token =>
                {
                    attempts++;
                    return parts.Ebs.CompleteSnapshotAsync(request, token);
                },
                mayAppear: directory.MayAppear(journal), cancellationToken: cancellationToken);
            return null;
        }
        catch (SnapshotStoreException error) when (error.ErrorId == "AwsRequestRefused" && (repeated || attempts > 1))
        {
            return error;
        }
        catch (SnapshotStoreException error) when (error.ErrorId == "AwsRequestRefused")
        {
            parts.Journals.Update(journal, journal.Header with { Completing = false });
            throw;
        }
    }

    private async Task<SnapshotInfo> WaitAsync(string snapshotId, SnapshotStoreException? doubt, CancellationToken cancellationToken)
    {
        TimeSpan patience = doubt is null ? parts.Options.CompletionTimeout : DoubtfulCompletion;
        long began = parts.Time.GetTimestamp();
        TimeSpan wait = FirstPoll;
        while (true)
        {
            Ec2Snapshot? snapshot = await directory.FindAsync(snapshotId, cancellationToken);
            SnapshotInfo info = SnapshotDirectory.ToInfo(snapshot, parts.Journals.Find(snapshotId), snapshotId);
            if (info.State == SnapshotState.Completed) return info;
            if (info.State == SnapshotState.Error) throw EbsStoreErrors.SnapshotFailed(snapshotId, snapshot?.StateMessage);
            if (parts.Time.GetElapsedTime(began) > patience) throw doubt ?? EbsStoreErrors.CompletionTooSlow(snapshotId, patience);
            await Task.Delay(wait, parts.Time, cancellationToken);
            wait = wait * 2 < LongestPoll ? wait * 2 : LongestPoll;
        }
    }
}
