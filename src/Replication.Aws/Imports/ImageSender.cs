using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Amazon.S3.Model;
using Replication.Aws.Snapshots.Journal;
using Replication.Core.Disks;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Aws.Imports;

/// <summary>
/// Writes a disk as an image straight into a multipart upload: nothing is kept on this machine but the parts on their way.
/// The bytes of an image depend on the disk alone, so a repetition makes the same parts, and sends those that are not there
/// or not the same.
/// </summary>
internal sealed class ImageSender(ImportParts parts, ImageUpload upload)
{
    /// <summary>S3 takes 10,000 parts. The rest is room for what a format adds.</summary>
    private const int MostParts = 9_000;

    /// <summary>Parts on their way and the one that is being filled hold no more than this, except where two of them alone are larger.</summary>
    private const long Memory = 256L << 20;

    private const int MiB = 1 << 20;

    public async Task<DiskTransferResult> SendAsync(
        PendingJournal journal, DiskTransferRequest request, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        // What was noted of an earlier run is of an earlier instant.
        Clear(journal);
        ImageNote image = await BeginAsync(journal, request.Source, cancellationToken);
        Dictionary<int, PartDetail> arrived = await upload.PartsAsync(image, cancellationToken);
        var root = new RootDigest(request.Source.Length);
        long sent = 0;
        await using var disk = new DigestingDisk(request.Source, Found);
        int count;
        await using (var stream = new PartStream(image.PartSize!.Value, Parallel(image.PartSize.Value), PutAsync, cancellationToken))
        {
            await parts.Images.WriteAsync(stream, image.Format, disk, Guid.ParseExact(journal.Header.Nonce, "N"), cancellationToken);
            await stream.CompleteAsync(cancellationToken);
            count = stream.Parts;
        }

        disk.Finish();
        parts.Snapshots.Journals.Update(journal, journal.Header with { Image = image with { Parts = count } });
        return new DiskTransferResult(root.Finish(), journal.PutBlocks, 0, disk.BytesRead, sent);

        void Found(long block, BlockDigest digest, long read)
        {
            journal.Set(block, digest);
            root.Add(block, digest);
            long position = Math.Min((block + 1) * BlockGeometry.BlockSize, request.Source.Length);
            progress?.Report(new TransferProgress(request.DiskId, position, request.Source.Length, read, Interlocked.Read(ref sent)));
        }

        async Task PutAsync(int number, ReadOnlyMemory<byte> bytes, CancellationToken token)
        {
            string checksum = Convert.ToBase64String(SHA256.HashData(bytes.Span));
            if (arrived.TryGetValue(number, out PartDetail? present) && present.Size == bytes.Length && present.ChecksumSHA256 == checksum) return;
            MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment);
            using var content = new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
            await upload.PutAsync(image, number, content, checksum, token);
            Interlocked.Add(ref sent, bytes.Length);
        }
    }

    private static void Clear(PendingJournal journal)
    {
        if (journal.PutBlocks == 0) return;
        for (long block = 0; block < BlockGeometry.BlockCount(journal.Header.Length); block++)
        {
            if (!journal.Get(block).IsAbsent) journal.Set(block, default);
        }
    }

    private int Parallel(int partSize) => (int)Math.Clamp(Memory / partSize - 1, 1, parts.Options.Parallel);

    /// <summary>The upload, noted. It keeps the size of its parts, as parts of another size would be other parts.</summary>
    private async Task<ImageNote> BeginAsync(PendingJournal journal, IDiskView source, CancellationToken cancellationToken)
    {
        ImageNote image = journal.Header.Image!;
        int partSize = image.PartSize ?? await PartSizeAsync(image.Format, source, cancellationToken);
        image = image with { Parts = null, PartSize = partSize, UploadId = await upload.BeginAsync(image, cancellationToken) };
        parts.Snapshots.Journals.Update(journal, journal.Header with { Image = image });
        return image;
    }

    private async Task<int> PartSizeAsync(DiskFormat format, IDiskView source, CancellationToken cancellationToken)
    {
        long most = source.Length;
        if (format == DiskFormat.VmdkStreamOptimized)
        {
            most = 0;
            await foreach (Extent extent in source.AllocatedExtentsAsync(0, source.Length, cancellationToken)) most += extent.Length;
            // Of a grain that is allocated in part, the zeros hardly count; a sector alone takes two.
            most = Math.Min(2 * most, source.Length);
        }

        return Math.Max(parts.Options.PartSize, (int)((most / MostParts + MiB) / MiB) * MiB);
    }
}
