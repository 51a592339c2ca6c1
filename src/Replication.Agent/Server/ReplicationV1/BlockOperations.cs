using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.EbsDirect;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.ReplicationV1;

/// <summary>Blocks: whole, as grains on the parent's, and read; compressed where the client can.</summary>
internal sealed class BlockOperations(SnapshotReaders readers)
{
    /// <summary>The server's processors hash at the same time; the higher levels cost several times as much for a few percent.</summary>
    private const int BrotliQuality = 1;

    private const int BrotliWindow = 20;

    public static async Task PutAsync(ServerRequest request, string id, string index)
    {
        await request.EnterAsync("PutBlock", id);
        long block = V1Parameters.Index(index);
        BlockDigest digest = V1Parameters.Digest(request.Http.Request.Headers["x-replication-digest"], "x-replication-digest");
        byte[] data = await V1Body.ReadAsync(request, BlockGeometry.BlockSize);
        await request.Region.Storage.PutBlockAsync(id, block, data, digest, request.Aborted);
        request.Http.Response.StatusCode = StatusCodes.Status201Created;
    }

    public static async Task PatchAsync(ServerRequest request, string id, string index)
    {
        await request.EnterAsync("PutGrains", id);
        if (request.Region.Storage is not IGrainStore store) throw V1Errors.NotSupported("take grains");
        IHeaderDictionary headers = request.Http.Request.Headers;
        long block = V1Parameters.Index(index);
        BlockDigest parent = V1Parameters.Digest(headers["x-replication-parent-digest"], "x-replication-parent-digest");
        BlockDigest result = V1Parameters.Digest(headers["x-replication-digest"], "x-replication-digest");
        int mask = V1Parameters.GrainMask(headers["x-replication-grains"].ToString());
        byte[] grains = await V1Body.ReadAsync(request, BlockGeometry.BlockSize);
        await store.PutGrainsAsync(id, block, parent.IsAbsent ? BlockDigest.OfZeroBlock : parent, mask, grains, result, request.Aborted);
        request.Http.Response.StatusCode = StatusCodes.Status201Created;
    }

    public async Task GetAsync(ServerRequest request, string id, string index)
    {
        await request.EnterAsync("GetBlock", id);
        long block = V1Parameters.Index(index);
        await using SharedReader shared = await readers.AcquireAsync(request.Region, id, request.Aborted);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
        try
        {
            Memory<byte> data = buffer.AsMemory(0, BlockGeometry.BlockSize);
            await AnswerAsync(request, data, await shared.Reader.ReadBlockAsync(block, data, request.Aborted));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A block and its digest, compressed where the client can read that and it becomes shorter.</summary>
    public static async Task AnswerAsync(ServerRequest request, ReadOnlyMemory<byte> data, BlockDigest digest)
    {
        byte[]? encoded = null;
        try
        {
            HttpResponse response = request.Http.Response;
            response.Headers["x-replication-digest"] = digest.ToString();
            response.ContentType = "application/octet-stream";
            ReadOnlyMemory<byte> body = data;
            if (request.Http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
            {
                encoded = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
                if (BrotliEncoder.TryCompress(data.Span, encoded.AsSpan(0, BlockGeometry.BlockSize), out int length, BrotliQuality, BrotliWindow))
                {
                    body = encoded.AsMemory(0, length);
                    response.Headers.ContentEncoding = "br";
                }
            }

            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, request.Aborted);
        }
        finally
        {
            if (encoded is not null) ArrayPool<byte>.Shared.Return(encoded);
        }
    }

    /// <summary>What a block consists of, so that a client sends only the grains that are others.</summary>
    public async Task ListGrainsAsync(ServerRequest request, string id, string index)
    {
        await request.EnterAsync("ListGrains", id);
        long block = V1Parameters.Index(index);
        await using SharedReader shared = await readers.AcquireAsync(request.Region, id, request.Aborted);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
        try
        {
            Memory<byte> data = buffer.AsMemory(0, BlockGeometry.BlockSize);
            BlockDigest digest = await shared.Reader.ReadBlockAsync(block, data, request.Aborted);
            var digests = new byte[BlockGeometry.GrainsPerBlock * BlockDigest.Size];
            for (int grain = 0; grain < BlockGeometry.GrainsPerBlock; grain++)
                BlockDigest.Compute(data.Span.Slice(grain * BlockGeometry.GrainSize, BlockGeometry.GrainSize)).WriteTo(digests.AsSpan(grain * BlockDigest.Size));
            HttpResponse response = request.Http.Response;
            response.Headers["x-replication-digest"] = digest.ToString();
            response.ContentType = "application/octet-stream";
            response.ContentLength = digests.Length;
            await response.Body.WriteAsync(digests, request.Aborted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static async Task ListPendingAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("ListPendingBlocks", id);
        await BlockRecords.WriteAsync(request, request.Region.Storage.ListPendingBlocksAsync(id, request.Aborted));
    }

    public async Task ListAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("ListBlocks", id);
        long start = V1Parameters.Start(request.Http.Request);
        await using SharedReader shared = await readers.AcquireAsync(request.Region, id, request.Aborted);
        await BlockRecords.WriteAsync(request, shared.Reader.ListBlocksAsync(start, request.Aborted));
    }

    public static async Task ListChangesAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("ListChanges", id);
        long start = V1Parameters.Start(request.Http.Request);
        await BlockRecords.WriteAsync(request, request.Region.Storage.ListChangedBlocksAsync(request.Http.Request.Query["from"].ToString(), id, start, request.Aborted));
    }
}
