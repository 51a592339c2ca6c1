using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Aws.Sites;

/// <summary>What changed between two captures of a disk, from the service's own list of changed blocks.</summary>
internal static class ChangedRanges
{
    /// <summary>Ascending, merged, within the disk; null where the service cannot compare the two (any more).</summary>
    /// <param name="store">Store of both snapshots.</param>
    /// <param name="since">The earlier capture.</param>
    /// <param name="now">The later one.</param>
    /// <param name="length">Of the disk.</param>
    /// <param name="cancellationToken">Between pages.</param>
    public static async Task<IReadOnlyList<Extent>?> FindAsync(ISnapshotStore store, string since, string now, long length, CancellationToken cancellationToken)
    {
        var ranges = new List<Extent>();
        try
        {
            await foreach (ChangedBlock block in store.ListChangedBlocksAsync(since, now, 0, cancellationToken))
            {
                long start = block.Index * BlockGeometry.BlockSize;
                if (start >= length) break;
                long end = Math.Min(start + BlockGeometry.BlockSize, length);
                if (ranges.Count > 0 && ranges[^1].End == start) ranges[^1] = new Extent(ranges[^1].Offset, end - ranges[^1].Offset);
                else ranges.Add(new Extent(start, end - start));
            }
        }
        catch (SnapshotStoreException error) when (error.ErrorId is ErrorIds.SnapshotNotFound or "UnrelatedSnapshots" or "SnapshotNotCompleted")
        {
            return null;
        }

        return ranges;
    }
}
