using System.Runtime.CompilerServices;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.Content;

/// <summary>
/// Fills a pending snapshot with what differs from its parent and completes it. A block that neither side has anything
/// in costs nothing; one that both have is read once and compared by digest.
/// </summary>
internal sealed class SnapshotWriter(ISnapshotStore store)
{
    public async Task WriteAsync(string snapshotId, ISnapshotReader? parent, IBlockContent content, CancellationToken cancellationToken)
    {
        long changed = 0;
        await Parallel.ForEachAsync(
            MergeAsync(content, parent, cancellationToken),
            cancellationToken,
            async (candidate, stop) =>
            {
                if (await PutAsync(snapshotId, candidate, content, stop)) Interlocked.Increment(ref changed);
            });
        await store.CompleteAsync(snapshotId, new CompleteSnapshotRequest { ChangedBlocks = changed }, cancellationToken);
    }

    private async ValueTask<bool> PutAsync(string snapshotId, Candidate candidate, IBlockContent content, CancellationToken cancellationToken)
    {
        using var buffer = BlockBuffer.Rent();
        if (candidate.IsInContent) await content.ReadAsync(candidate.Index, buffer.Memory, cancellationToken);
        else buffer.Memory.Span.Clear();
        BlockDigest digest = candidate.IsInContent ? BlockDigest.Compute(buffer.Memory.Span) : BlockDigest.OfZeroBlock;
        if (digest == candidate.Parent) return false;
        await store.PutBlockAsync(snapshotId, candidate.Index, buffer.Memory, digest, cancellationToken);
        return true;
    }

    /// <summary>The blocks that either side has, ascending.</summary>
    private static async IAsyncEnumerable<Candidate> MergeAsync(
        IBlockContent content, ISnapshotReader? parent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<SnapshotBlock>? old = parent?.ListBlocksAsync(0, cancellationToken).GetAsyncEnumerator(cancellationToken);
        bool hasOld = old is not null && await old.MoveNextAsync();
        await foreach (long index in content.ListAsync(cancellationToken))
        {
            while (hasOld && old!.Current.Index < index)
            {
                yield return new Candidate(old.Current.Index, false, old.Current.Digest);
                hasOld = await old.MoveNextAsync();
            }

            bool inBoth = hasOld && old!.Current.Index == index;
            yield return new Candidate(index, true, inBoth ? old!.Current.Digest : BlockDigest.OfZeroBlock);
            if (inBoth) hasOld = await old!.MoveNextAsync();
        }

        while (hasOld)
        {
            yield return new Candidate(old!.Current.Index, false, old.Current.Digest);
            hasOld = await old.MoveNextAsync();
        }
    }

    /// <param name="Index">Of the block.</param>
    /// <param name="IsInContent">False where the content has a hole and the parent has not.</param>
    /// <param name="Parent">Digest of the parent's block; null where the store keeps none, so that it is put in any case.</param>
    private readonly record struct Candidate(long Index, bool IsInContent, BlockDigest? Parent);
}
