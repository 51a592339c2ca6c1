using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

/// <summary>
/// Makes an existing disk equal to a snapshot by writing every block in which the two differ, whatever made them
/// differ: what changed at the other site since the failover and what had changed here since the point (failback).
/// Repeating it after a crash finds the blocks that are still missing.
/// </summary>
public static class DiskUpdate
{
    public static async Task<DiskUpdateResult> RunAsync(
        IDiskTarget target, ISnapshotReader wanted, string activity, IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        long length = wanted.Info.Length;
        long read = 0;
        long written = 0;
        // Blocks that either side has: the snapshot takes the parent's place in the plan, so Present is what is wanted.
        var blocks = WorkPlanner.PlanAsync(target.Current, changed: null, wanted.ListBlocksAsync(0, cancellationToken), pending: null, cancellationToken);
        await BlockPipeline.RunAsync(
            length,
            blocks,
            async (work, buffer, token) =>
            {
                int count = BlockGeometry.BytesInBlock(length, work.Index);
                long offset = work.Index * BlockGeometry.BlockSize;
                Memory<byte> present = buffer[..BlockGeometry.BlockSize];
                Memory<byte> right = buffer.Slice(BlockGeometry.BlockSize, BlockGeometry.BlockSize);
                if (work.Action == BlockAction.Read)
                {
                    await target.Current.ReadAsync(offset, present[..count], token);
                    Interlocked.Add(ref read, count);
                }
                else
                {
                    present.Span.Clear();
                }

                // The digest of what is wanted is known: hashing the disk's block saves reading the snapshot's.
                present.Span[count..].Clear();
                BlockDigest has = present.Span.IndexOfAnyExcept((byte)0) < 0 ? default : BlockDigest.Compute(present.Span);
                if (has == work.Present) return null;
                await wanted.ReadBlockAsync(work.Index, right, token);
                if (present.Span.SequenceEqual(right.Span)) return null;
                await target.WriteAsync(offset, right[..count], token);
                Interlocked.Add(ref written, count);
                return null;
            },
            BlockPipeline.DefaultWorkers,
            index => progress?.Report(new TransferProgress(
                activity, Math.Min((index + 1) * BlockGeometry.BlockSize, length), length, Interlocked.Read(ref read), Interlocked.Read(ref written))),
            cancellationToken);
        await target.CommitAsync(cancellationToken);
        return new DiskUpdateResult(read, written);
    }
}

/// <param name="BytesRead">Read from the disk that was updated.</param>
/// <param name="BytesWritten">Written to it.</param>
public sealed record DiskUpdateResult(long BytesRead, long BytesWritten);
