using System.Buffers.Binary;
using System.IO.Pipelines;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.ReplicationV1;

/// <summary>
/// Lists of blocks as fixed records, because a snapshot of 64 TiB has 134 million of them: index as 64-bit little
/// endian, then one or two digests of 32 bytes. A digest of zeros means a block of zeros.
/// </summary>
internal static class BlockRecords
{
    public const int Size = 8 + BlockDigest.Size;
    public const string ContentType = "application/vnd.replication.blocks";

    private const int FlushAfter = 64 * 1024;

    public static Task WriteAsync(ServerRequest request, IAsyncEnumerable<SnapshotBlock> blocks) =>
        WriteAsync(request, blocks, Size, static (block, record) =>
        {
            BinaryPrimitives.WriteInt64LittleEndian(record, block.Index);
            Digest(block.Digest).WriteTo(record[8..]);
        });

    public static Task WriteAsync(ServerRequest request, IAsyncEnumerable<ChangedBlock> blocks) =>
        WriteAsync(request, blocks, Size + BlockDigest.Size, static (block, record) =>
        {
            BinaryPrimitives.WriteInt64LittleEndian(record, block.Index);
            Digest(block.First).WriteTo(record[8..]);
            Digest(block.Second).WriteTo(record[Size..]);
        });

    public static SnapshotBlock Read(ReadOnlySpan<byte> record) => new(BinaryPrimitives.ReadInt64LittleEndian(record), new BlockDigest(record[8..Size]));

    /// <summary>Zeros have one spelling on the wire.</summary>
    private static BlockDigest Digest(BlockDigest? digest) =>
        digest is not { } known ? throw V1Errors.NotSupported("list digests") : known == BlockDigest.OfZeroBlock ? default : known;

    private static async Task WriteAsync<T>(ServerRequest request, IAsyncEnumerable<T> blocks, int size, RecordWriter<T> write)
    {
        PipeWriter body = request.Http.Response.BodyWriter;
        long unflushed = 0;
        await foreach (T block in blocks)
        {
            // Only now: what fails before the first block can still be said in words.
            if (!request.Http.Response.HasStarted) request.Http.Response.ContentType = ContentType;
            write(block, body.GetSpan(size));
            body.Advance(size);
            if ((unflushed += size) < FlushAfter) continue;
            await body.FlushAsync(request.Aborted);
            unflushed = 0;
        }

        if (!request.Http.Response.HasStarted) request.Http.Response.ContentType = ContentType;
        await body.FlushAsync(request.Aborted);
    }

    private delegate void RecordWriter<T>(T block, Span<byte> record);
}
