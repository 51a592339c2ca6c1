using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

/// <summary>
/// Sends one disk into one pending snapshot: reads what may have changed, compares with what the destination holds
/// by SHA-256, puts what differs.
/// </summary>
public sealed class DiskTransfer
{
    private readonly DiskTransferRequest _request;
    private long _bytesRead;
    private long _bytesSent;
    private long _blocksPut;
    private long _blocksReused;

    private DiskTransfer(DiskTransferRequest request) => _request = request;

    public static async Task<DiskTransferResult> RunAsync(
        DiskTransferRequest request, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (request.Store is IDiskIntake intake && intake.TakesWhole(request.SnapshotId)) return await intake.TakeAsync(request, progress, cancellationToken);
        var transfer = new DiskTransfer(request);
        long length = request.Source.Length;
        var blocks = WorkPlanner.PlanAsync(
            request.Source, request.Changed, request.Parent?.ListBlocksAsync(0, cancellationToken),
            request.Store.ListPendingBlocksAsync(request.SnapshotId, cancellationToken), cancellationToken);
        BlockDigest? root = await BlockPipeline.RunAsync(
            length, blocks, transfer.BlockAsync,
            request.Workers ?? request.Store.PreferredConcurrency ?? BlockPipeline.DefaultWorkers,
            index => progress?.Report(new TransferProgress(
                request.DiskId, Math.Min((index + 1) * BlockGeometry.BlockSize, length), length,
                Interlocked.Read(ref transfer._bytesRead), Interlocked.Read(ref transfer._bytesSent))),
            cancellationToken);
        return new DiskTransferResult(root, transfer._blocksPut, transfer._blocksReused, transfer._bytesRead, transfer._bytesSent);
    }

    private async ValueTask<BlockDigest?> BlockAsync(BlockWork work, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (work.Action == BlockAction.Keep) return work.Present;
        Memory<byte> block = buffer[..BlockGeometry.BlockSize];
        int length = BlockGeometry.BytesInBlock(_request.Source.Length, work.Index);
        bool isZero = true;
        if (work.Action == BlockAction.Read)
        {
            await _request.Source.ReadAsync(work.Index * BlockGeometry.BlockSize, block[..length], cancellationToken);
            Interlocked.Add(ref _bytesRead, length);
            isZero = block.Span[..length].IndexOfAnyExcept((byte)0) < 0;
        }

        if (isZero) return await PutZerosAsync(work, block, length, cancellationToken);
        block.Span[length..].Clear();

        // Where the destination holds nothing there is nothing to compare: the store's own hash of what arrived is the
        // digest, and the block is hashed once instead of twice.
        BlockDigest? expected = work.Present is { IsAbsent: false } ? BlockDigest.Compute(block.Span) : null;
        if (expected is not null && expected == work.Present && await IsIntactAsync(work, buffer[BlockGeometry.BlockSize..], cancellationToken))
        {
            Kept(work);
            return expected;
        }

        if (_request.Throttle is { } throttle) await throttle.WaitAsync(length, cancellationToken);
        BlockDigest digest = await _request.Store.PutBlockAsync(_request.SnapshotId, work.Index, block, expected, cancellationToken);
        Put(length);
        return digest;
    }

    /// <summary>Whether what the destination holds can still be read; only asked by a resynchronisation.</summary>
    private async ValueTask<bool> IsIntactAsync(BlockWork work, Memory<byte> scratch, CancellationToken cancellationToken)
    {
        if (!_request.VerifyParent || work.WasPut || _request.Parent is null) return true;
        try
        {
            await _request.Parent.ReadBlockAsync(work.Index, scratch, cancellationToken);
            return true;
        }
        catch (SnapshotStoreException damaged) when (damaged.ErrorId == ErrorIds.CorruptBlock)
        {
            return false;
        }
    }

    private async ValueTask<BlockDigest?> PutZerosAsync(BlockWork work, Memory<byte> block, int length, CancellationToken cancellationToken)
    {
        if (work.Present is { } present && (present.IsAbsent || present == BlockDigest.OfZeroBlock))
        {
            Kept(work);
            return default(BlockDigest);
        }

        block.Span.Clear();
        await _request.Store.PutBlockAsync(_request.SnapshotId, work.Index, block, BlockDigest.OfZeroBlock, cancellationToken);
        Put(length);
        return default(BlockDigest);
    }

    private void Kept(BlockWork work)
    {
        if (!work.WasPut) return;
        Interlocked.Increment(ref _blocksPut);
        Interlocked.Increment(ref _blocksReused);
    }

    private void Put(int bytes)
    {
        Interlocked.Increment(ref _blocksPut);
        Interlocked.Add(ref _bytesSent, bytes);
    }
}
