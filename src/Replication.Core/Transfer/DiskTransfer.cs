using Replication.Core.Disks;
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

    private readonly GrainPatches? _grains;

    private DiskTransfer(DiskTransferRequest request)
    {
        _request = request;
        // A base that is not believed is not built on.
        if (request is { Store: IGrainComparison store, Parent: { } parent, VerifyParent: false }) _grains = new GrainPatches(store, request.SnapshotId, parent.Info.Id);
    }

    public static async Task<DiskTransferResult> RunAsync(
        DiskTransferRequest request, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (request.Store is IDiskIntake intake && intake.TakesWhole(request.SnapshotId)) return await intake.TakeAsync(request, progress, cancellationToken);
        var transfer = new DiskTransfer(request);
        var compared = request.Source as IComparedDisk;
        var counted = request.Store as IWireCounter;
        long sentBefore = counted?.SentTo(request.SnapshotId) ?? 0;
        long length = request.Source.Length;
        var blocks = WorkPlanner.PlanAsync(
            request.Source, request.Changed, request.Parent?.ListBlocksAsync(0, cancellationToken),
            request.Store.ListPendingBlocksAsync(request.SnapshotId, cancellationToken), cancellationToken);
        BlockDigest? root = await BlockPipeline.RunAsync(
            length, blocks, transfer.BlockAsync,
            request.Workers ?? Wider(compared?.PreferredConcurrency, request.Store.PreferredConcurrency) ?? BlockPipeline.DefaultWorkers,
            index => progress?.Report(new TransferProgress(
                request.DiskId, Math.Min((index + 1) * BlockGeometry.BlockSize, length), length,
                Interlocked.Read(ref transfer._bytesRead), Interlocked.Read(ref transfer._bytesSent))),
            cancellationToken);
        return new DiskTransferResult(root, transfer._blocksPut, transfer._blocksReused, transfer._bytesRead, transfer._bytesSent)
        {
            WireBytes = compared is null && counted is null ? null : (compared?.WireBytes ?? 0) + (counted is null ? 0 : counted.SentTo(request.SnapshotId) - sentBefore),
        };
    }

    private static int? Wider(int? one, int? other) => one is { } a && other is { } b ? Math.Max(a, b) : one ?? other;

    private async ValueTask<BlockDigest?> BlockAsync(BlockWork work, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (work.Action == BlockAction.Keep) return work.Present;
        Memory<byte> block = buffer[..BlockGeometry.BlockSize];
        int length = BlockGeometry.BytesInBlock(_request.Source.Length, work.Index);
        bool isZero = true;
        BlockDigest? digest = null;
        if (work.Action == BlockAction.Read)
        {
            Interlocked.Add(ref _bytesRead, length);
            if (_request.Source is IComparedDisk compared && work.Present is { } present)
            {
                digest = await compared.ReadUnlessAsync(work.Index, Normalized(present), block, cancellationToken);
                isZero = digest.Value.IsAbsent;
                if (!isZero && digest == present)
                {
                    if (await IsIntactAsync(work, buffer[BlockGeometry.BlockSize..], cancellationToken))
                    {
                        Kept(work);
                        return digest;
                    }

                    await _request.Source.ReadAsync(work.Index * BlockGeometry.BlockSize, block[..length], cancellationToken);
                }
            }
            else
            {
                await _request.Source.ReadAsync(work.Index * BlockGeometry.BlockSize, block[..length], cancellationToken);
                isZero = block.Span[..length].IndexOfAnyExcept((byte)0) < 0;
            }
        }

        if (isZero) return await PutZerosAsync(work, block, length, cancellationToken);
        block.Span[length..].Clear();

        // Where the destination holds nothing there is nothing to compare: the store's own hash of what arrived is the
        // digest, and the block is hashed once instead of twice.
        BlockDigest? expected = digest ?? (work.Present is { IsAbsent: false } ? BlockDigest.Compute(block.Span) : null);
        if (digest is null && expected is not null && expected == work.Present && await IsIntactAsync(work, buffer[BlockGeometry.BlockSize..], cancellationToken))
        {
            Kept(work);
            return expected;
        }

        // Of a block that was put already the destination may hold anything; grains change the parent's.
        if (_grains is not null && expected is { } result && work is { WasPut: false, Present: { IsAbsent: false } parent }
            && await _grains.TryPutAsync(work.Index, block, parent, result, buffer[BlockGeometry.BlockSize..], cancellationToken) is { } sent)
        {
            // How many bytes a patch takes is known when it has been sent; what comes next waits for it.
            await PaceAsync(sent, cancellationToken);
            Put(sent);
            return result;
        }

        await PaceAsync(length, cancellationToken);
        BlockDigest stored = await _request.Store.PutBlockAsync(_request.SnapshotId, work.Index, block, expected, cancellationToken);
        Put(length);
        return stored;
    }

    private ValueTask PaceAsync(int length, CancellationToken cancellationToken) =>
        _request.Throttle is { } throttle ? throttle.WaitAsync(length, cancellationToken) : ValueTask.CompletedTask;

    /// <summary>A block of zeros has one name.</summary>
    private static BlockDigest Normalized(BlockDigest digest) => digest == BlockDigest.OfZeroBlock ? default : digest;

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
