using System.Runtime.InteropServices;
using Amazon.EBS;
using Amazon.EBS.Model;
using Replication.Aws.Snapshots.Journal;
using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Writing;

/// <summary>Puts blocks: checks them as the service would, marks each put in the journal, sends it, and checks the answer.</summary>
internal sealed class BlockWriter(StoreParts parts, SnapshotDirectory directory)
{
    public async ValueTask<BlockDigest> PutAsync(
        PendingJournal journal, long block, ReadOnlyMemory<byte> data, BlockDigest? expected, CancellationToken cancellationToken)
    {
        BlockDigest digest = PendingContent.CheckBlock(journal, block, data, expected);
        SemaphoreSlim stripe = journal.Stripe(block);
        await stripe.WaitAsync(cancellationToken);
        try
        {
            if (digest == BlockDigest.OfZeroBlock && PendingContent.CanOmit(journal, block)) journal.Set(block, Mark.Omitted);
            else await SendAsync(journal, block, data, digest, digest, cancellationToken);
        }
        finally
        {
            stripe.Release();
        }

        return digest;
    }

    /// <summary>Sends zeros for a block that nobody put.</summary>
    public async Task FillAsync(PendingJournal journal, long block, ReadOnlyMemory<byte> zeros, CancellationToken cancellationToken)
    {
        SemaphoreSlim stripe = journal.Stripe(block);
        await stripe.WaitAsync(cancellationToken);
        try
        {
            await SendAsync(journal, block, zeros, BlockDigest.OfZeroBlock, Mark.Fill, cancellationToken);
        }
        finally
        {
            stripe.Release();
        }
    }

    private static MemoryStream StreamOver(ReadOnlyMemory<byte> data) => MemoryMarshal.TryGetArray(data, out ArraySegment<byte> segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(data.ToArray(), writable: false);

    private async Task SendAsync(
        PendingJournal journal, long block, ReadOnlyMemory<byte> data, BlockDigest digest, BlockDigest mark, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string checksum = digest.ToBase64();
        journal.Set(block, Mark.Begun);
        PutSnapshotBlockResponse answer = await parts.Calls.RunAsync(
            "PutSnapshotBlock", journal.SnapshotId,
            token => parts.Ebs.PutSnapshotBlockAsync(
                new PutSnapshotBlockRequest
                {
                    SnapshotId = journal.SnapshotId,
                    BlockIndex = (int)block,
                    BlockData = StreamOver(data),
                    DataLength = BlockGeometry.BlockSize,
                    Checksum = checksum,
                    ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
                },
                token),
            parts.Puts, directory.MayAppear(journal), cancellationToken);
        if (answer.Checksum is { } stored && stored != checksum)
            throw EbsStoreErrors.ChecksumMismatch(journal.SnapshotId, block, digest, Parse(stored));
        journal.Set(block, mark);
    }

    private static BlockDigest Parse(string base64)
    {
        Span<byte> bytes = stackalloc byte[BlockDigest.Size];
        return Convert.TryFromBase64String(base64, bytes, out int length) && length == bytes.Length ? new BlockDigest(bytes) : default;
    }
}
