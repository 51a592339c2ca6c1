using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

/// <summary>Sends of a changed block the grains that differ from the parent's, where the way to the destination costs more than asking which these are.</summary>
/// <param name="store">Destination.</param>
/// <param name="snapshotId">Pending snapshot.</param>
/// <param name="parentId">Its parent.</param>
internal sealed class GrainPatches(IGrainComparison store, string snapshotId, string parentId)
{
    /// <summary>Bytes that were sent; null when the whole block is to be sent instead.</summary>
    /// <param name="blockIndex">Which block.</param>
    /// <param name="block">As it is to be.</param>
    /// <param name="parent">Digest of the parent's.</param>
    /// <param name="result">Digest of <paramref name="block"/>.</param>
    /// <param name="scratch">Takes the grains; a block long.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<int?> TryPutAsync(
        long blockIndex, ReadOnlyMemory<byte> block, BlockDigest parent, BlockDigest result, Memory<byte> scratch, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.ReadGrainDigestsAsync(parentId, blockIndex, cancellationToken) is not { } present) return null;
            int mask = 0;
            int length = 0;
            for (int grain = 0; grain < BlockGeometry.GrainsPerBlock; grain++)
            {
                ReadOnlyMemory<byte> content = block.Slice(grain * BlockGeometry.GrainSize, BlockGeometry.GrainSize);
                if (BlockDigest.Compute(content.Span) == present[grain]) continue;
                mask |= 1 << grain;
                content.CopyTo(scratch[length..]);
                length += BlockGeometry.GrainSize;
            }

            if (length == BlockGeometry.BlockSize) return null;
            await store.PutGrainsAsync(snapshotId, blockIndex, parent, mask, scratch[..length], result, cancellationToken);
            return length;
        }
        catch (SnapshotStoreException outdated) when (outdated.ErrorId is "ChecksumMismatch" or ErrorIds.CorruptBlock or ErrorIds.SnapshotNotFound)
        {
            // The parent is not what it was taken for, or not there any more: the block itself needs none.
            return null;
        }
    }
}
