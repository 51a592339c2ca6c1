using System.Runtime.CompilerServices;
using Replication.Core.Disks;
using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

/// <summary>
/// Turns what the source has allocated, what it says has changed, what the parent holds and what was put before an
/// interruption into one ascending list of blocks that need a decision. Blocks that are zeros on every side do not
/// appear, so the cost follows the data and not the length of the disk. Holds one position per input, nothing more.
/// </summary>
internal static class WorkPlanner
{
    public static async IAsyncEnumerable<BlockWork> PlanAsync(
        IDiskView source,
        IReadOnlyList<Extent>? changed,
        IAsyncEnumerable<SnapshotBlock>? parent,
        IAsyncEnumerable<SnapshotBlock>? pending,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var allocated = new RangeCursor(
            BlockRange.CoverAsync(source.AllocatedExtentsAsync(0, source.Length, cancellationToken), cancellationToken), cancellationToken);
        await using RangeCursor touched = Touched(source, changed, cancellationToken);
        // A cursor of its own: the search for the next block to read runs ahead of the block that is being decided on.
        await using RangeCursor touchedHere = Touched(source, changed, cancellationToken);
        await using var inParent = new BlockCursor(parent, cancellationToken);
        await using var inPending = new BlockCursor(pending, cancellationToken);
        await inParent.StartAsync();
        await inPending.StartAsync();

        long blocks = BlockGeometry.BlockCount(source.Length);
        long index = 0;
        while (index < blocks)
        {
            long read = await NextInBothAsync(allocated, touched, index);
            long next = Math.Min(read, Math.Min(inParent.Index, inPending.Index));
            if (next >= blocks) yield break;

            BlockDigest? present = default(BlockDigest);
            if (inParent.Index == next)
            {
                present = inParent.Digest;
                await inParent.MoveAsync();
            }

            bool wasPut = inPending.Index == next;
            if (wasPut)
            {
                present = inPending.Digest;
                await inPending.MoveAsync();
            }

            bool isTouched = await touchedHere.NextAsync(next) == next;
            BlockAction action = next == read ? BlockAction.Read
                : isTouched ? BlockAction.Zero
                // Put by an interrupted run of another instant, and unchanged since the parent: only a read can tell.
                : wasPut ? BlockAction.Read
                : BlockAction.Keep;
            yield return new BlockWork(next, action, present, wasPut);
            index = next + 1;
        }
    }

    private static RangeCursor Touched(IDiskView source, IReadOnlyList<Extent>? changed, CancellationToken cancellationToken) => new(
        BlockRange.CoverAsync(changed is null ? Whole(source.Length) : changed.ToAsyncEnumerable(), cancellationToken), cancellationToken);

    private static async ValueTask<long> NextInBothAsync(RangeCursor first, RangeCursor second, long index)
    {
        while (true)
        {
            long a = await first.NextAsync(index);
            if (a == long.MaxValue) return a;
            long b = await second.NextAsync(a);
            if (b == a || b == long.MaxValue) return b;
            index = b;
        }
    }

    private static async IAsyncEnumerable<Extent> Whole(long length)
    {
        await ValueTask.CompletedTask;
        yield return new Extent(0, length);
    }
}
