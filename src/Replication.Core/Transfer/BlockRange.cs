using System.Runtime.CompilerServices;
using Replication.Core.Disks;
using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

/// <summary>Consecutive block indexes [Start, End).</summary>
internal readonly record struct BlockRange(long Start, long End)
{
    /// <summary>Blocks touched by ascending extents; ranges come out ascending, not overlapping and not adjacent.</summary>
    public static async IAsyncEnumerable<BlockRange> CoverAsync(
        IAsyncEnumerable<Extent> extents, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        BlockRange run = default;
        await foreach (Extent extent in extents.WithCancellation(cancellationToken))
        {
            if (extent.Length == 0) continue;
            long start = extent.Offset / BlockGeometry.BlockSize;
            long end = BlockGeometry.BlockCount(extent.End);
            if (run.End > run.Start && start <= run.End)
            {
                run = new BlockRange(run.Start, Math.Max(run.End, end));
                continue;
            }

            if (run.End > run.Start) yield return run;
            run = new BlockRange(start, end);
        }

        if (run.End > run.Start) yield return run;
    }
}
