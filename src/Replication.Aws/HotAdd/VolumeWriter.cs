using Replication.Aws.Snapshots;
using Replication.Aws.Snapshots.Journal;
using Replication.Aws.Snapshots.Writing;
using Replication.Core.Snapshots;

namespace Replication.Aws.HotAdd;

/// <summary>
/// Writes blocks to an attached volume, each marked in the journal before and after, and reads them back. A mark that
/// survived a power loss without its block is found by the reading.
/// </summary>
internal sealed class VolumeWriter(VolumeHolds holds)
{
    public async ValueTask<BlockDigest> PutAsync(
        PendingJournal journal, long block, ReadOnlyMemory<byte> data, BlockDigest? expected, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Its snapshot is taken, or may be; what came after would be in the volume and not in the snapshot.
        if (journal.Header.Completing) throw EbsStoreErrors.NotPending(journal.SnapshotId, SnapshotState.Completed);
        BlockDigest digest = PendingContent.CheckBlock(journal, block, data, expected);
        SemaphoreSlim stripe = journal.Stripe(block);
        await stripe.WaitAsync(cancellationToken);
        try
        {
            if (digest == BlockDigest.OfZeroBlock && PendingContent.CanOmit(journal, block))
            {
                journal.Set(block, Mark.Omitted);
                return digest;
            }

            AttachedVolume volume = await HoldAsync(journal, cancellationToken);
            journal.Set(block, Mark.Begun);
            await volume.Device.WriteAsync(block, data, cancellationToken);
            journal.Set(block, digest);
            return digest;
        }
        finally
        {
            stripe.Release();
        }
    }

    /// <summary>
    /// Flushes the volume and compares every block that was written with its digest. One that differs is in doubt from then
    /// on, and has to be put again.
    /// </summary>
    public async Task VerifyAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        if (!journal.Marks().Any(item => IsWritten(item.Mark))) return;
        AttachedVolume volume = await HoldAsync(journal, cancellationToken);
        await volume.Device.FlushAsync();
        byte[] buffer = GC.AllocateUninitializedArray<byte>(BlockGeometry.BlockSize);
        foreach ((long block, BlockDigest mark) in journal.Marks())
        {
            if (!IsWritten(mark)) continue;
            await volume.Device.ReadAsync(block, buffer, cancellationToken);
            if (BlockDigest.Compute(buffer) != mark) journal.Set(block, Mark.Begun);
        }
    }

    public Task<AttachedVolume> HoldAsync(PendingJournal journal, CancellationToken cancellationToken)
    {
        VolumeNote note = journal.Header.Volume!;
        return Sites.SiteErrors.TranslateAsync(
            "AttachVolume", journal.SnapshotId, () => holds.HoldAsync(journal.SnapshotId, note.NodeId, note.Holder, cancellationToken), cancellationToken);
    }

    private static bool IsWritten(BlockDigest mark) => mark != Mark.Omitted && mark != Mark.Begun;
}
