using System.Buffers;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>GetSnapshotBlock: GET /snapshots/{id}/blocks/{index}?blockToken=...</summary>
internal sealed class GetSnapshotBlock(EbsService service)
{
    public async Task HandleAsync(ServerRequest request, string snapshotId, string blockIndex)
    {
        snapshotId = EbsRequest.SnapshotId(snapshotId);
        await request.EnterAsync("GetSnapshotBlock", snapshotId);
        int index = EbsRequest.BlockIndex(blockIndex);
        await using SharedReader shared = await service.OpenAsync(request, snapshotId);
        string token = request.Http.Request.Query["blockToken"].ToString();
        if (service.Tokens.TryRead("block " + snapshotId, token) != index)
            throw EbsErrors.Validation(EbsErrors.InvalidBlockToken, "The block token is not one of this block, or it has expired; list the blocks again.");
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
        try
        {
            Memory<byte> data = block.AsMemory(0, BlockGeometry.BlockSize);
            BlockDigest digest = await shared.Reader.ReadBlockAsync(index, data, request.Aborted);
            var response = request.Http.Response;
            response.ContentType = "application/octet-stream";
            response.ContentLength = BlockGeometry.BlockSize;
            response.Headers["x-amz-Data-Length"] = "524288";
            response.Headers["x-amz-Checksum"] = (digest.IsAbsent ? BlockDigest.OfZeroBlock : digest).ToBase64();
            response.Headers["x-amz-Checksum-Algorithm"] = "SHA256";
            await response.Body.WriteAsync(data, request.Aborted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
