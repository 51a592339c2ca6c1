using System.Runtime.CompilerServices;
using Amazon.EBS;
using Amazon.EBS.Model;
using Replication.Aws.Snapshots.Calls;
using Replication.Aws.Snapshots.Digests;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using ChangedBlock = Replication.Core.Snapshots.ChangedBlock;

namespace Replication.Aws.Snapshots.Reading;

/// <summary>
/// Blocks that differ between two snapshots. The service lists what was written between them, which may be the same
/// content again; where the digests of both are known, only real differences remain.
/// </summary>
internal sealed class ChangedBlockLister(StoreParts parts)
{
    /// <summary>The largest page: entries are small, and listings are limited to 50 a second.</summary>
    private const int PageSize = 10_000;

    public async IAsyncEnumerable<ChangedBlock> ListAsync(
        SnapshotInfo first, SnapshotInfo second, long startingIndex, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (first.Id == second.Id || startingIndex > int.MaxValue) yield break;
        using DigestFile? before = parts.Fingerprints.TryOpen(first.Id, first.Length, first.Root);
        using DigestFile? after = parts.Fingerprints.TryOpen(second.Id, second.Length, second.Root);
        long blocks = Math.Max(BlockGeometry.BlockCount(first.Length), BlockGeometry.BlockCount(second.Length));
        string? next = null;
        do
        {
            ListChangedBlocksResponse page = await PageAsync(first, second, startingIndex, next, cancellationToken);
            next = string.IsNullOrEmpty(page.NextToken) ? null : page.NextToken;
            foreach (Amazon.EBS.Model.ChangedBlock listed in page.ChangedBlocks ?? [])
            {
                long block = listed.BlockIndex ?? throw EbsStoreErrors.CorruptIndex(second.Id, "the service listed a changed block without index.");
                if (block < startingIndex || block >= blocks) continue;
                var changed = new ChangedBlock(
                    block, Digest(before, block, listed.FirstBlockToken is not null), Digest(after, block, listed.SecondBlockToken is not null));
                if (changed.First is null || changed.Second is null || changed.First != changed.Second) yield return changed;
            }
        }
        while (next is not null);
    }

    /// <summary>Our digest; without one, absent where the snapshot does not hold the block, else unknown.</summary>
    private static BlockDigest? Digest(DigestFile? fingerprint, long block, bool held) => fingerprint is not null ? fingerprint.Get(block) : held ? null : default(BlockDigest);

    private async Task<ListChangedBlocksResponse> PageAsync(SnapshotInfo first, SnapshotInfo second, long startingIndex, string? next, CancellationToken cancellationToken)
    {
        try
        {
            return await parts.Calls.RunAsync(
                "ListChangedBlocks", $"{first.Id} and {second.Id}",
                token => parts.Ebs.ListChangedBlocksAsync(
                    new ListChangedBlocksRequest
                    {
                        FirstSnapshotId = first.Id,
                        SecondSnapshotId = second.Id,
                        StartingBlockIndex = next is null ? (int)startingIndex : null,
                        NextToken = next,
                        MaxResults = PageSize,
                    },
                    token),
                mayAppear: SnapshotDirectory.MayAppear(parts, second.StartTime), cancellationToken: cancellationToken);
        }
        catch (SnapshotStoreException error) when (error.InnerException is ValidationException { Reason.Value: "UNRELATED_SNAPSHOTS" })
        {
            throw EbsStoreErrors.Unrelated(first.Id, second.Id, error);
        }
    }
}
