using Replication.Core.Disks;
using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

/// <summary>Root hash of a disk by reading it: the independent proof that a disk holds what its point says.</summary>
public static class DiskHash
{
    public static async Task<BlockDigest> ComputeAsync(
        IDiskView disk, string activity, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        long read = 0;
        BlockDigest? root = await BlockPipeline.RunAsync(
            disk.Length,
            WorkPlanner.PlanAsync(disk, changed: null, parent: null, pending: null, cancellationToken),
            async (work, buffer, token) =>
            {
                int length = BlockGeometry.BytesInBlock(disk.Length, work.Index);
                Memory<byte> block = buffer[..BlockGeometry.BlockSize];
                await disk.ReadAsync(work.Index * BlockGeometry.BlockSize, block[..length], token);
                Interlocked.Add(ref read, length);
                if (block.Span[..length].IndexOfAnyExcept((byte)0) < 0) return default(BlockDigest);
                block.Span[length..].Clear();
                return BlockDigest.Compute(block.Span);
            },
            BlockPipeline.DefaultWorkers,
            index => progress?.Report(new TransferProgress(
                activity, Math.Min((index + 1) * BlockGeometry.BlockSize, disk.Length), disk.Length, Interlocked.Read(ref read), 0)),
            cancellationToken);
        return root!.Value;
    }
}
