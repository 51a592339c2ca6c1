using System.Buffers;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>PutSnapshotBlock: PUT /snapshots/{id}/blocks/{index}.</summary>
internal sealed class PutSnapshotBlock(EbsService service)
{
    public async Task HandleAsync(ServerRequest request, string snapshotId, string blockIndex)
    {
        snapshotId = EbsRequest.SnapshotId(snapshotId);
        await request.EnterAsync("PutSnapshotBlock", snapshotId);
        int index = EbsRequest.BlockIndex(blockIndex);
        var headers = request.Http.Request.Headers;
        BlockDigest checksum = EbsRequest.Checksum(headers) ?? throw EbsErrors.Validation(EbsErrors.InvalidParameter, "x-amz-Checksum is required.");
        EbsRequest.RequiredInteger(headers["x-amz-Data-Length"], "x-amz-Data-Length", BlockGeometry.BlockSize, BlockGeometry.BlockSize);
        EbsRequest.OptionalInteger(headers["x-amz-Progress"], "x-amz-Progress", 0, 100);
        await service.Pending.TouchAsync(request.Region, snapshotId, request.AccountId, request.Aborted);
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
        try
        {
            Memory<byte> data = block.AsMemory(0, BlockGeometry.BlockSize);
            // The store computes the SHA-256 of the block; where that is also the signed one of the body, it is not computed twice.
            if (!await request.Payload.TryReadExactlyAsync(data, checksum, request.Aborted))
                throw EbsErrors.Validation(EbsErrors.InvalidBlock, $"The block must have exactly {BlockGeometry.BlockSize} bytes.");
            await request.Region.Storage.PutBlockAsync(snapshotId, index, data, checksum, request.Aborted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        var response = request.Http.Response;
        response.StatusCode = 201;
        response.Headers["x-amz-Checksum"] = checksum.ToBase64();
        response.Headers["x-amz-Checksum-Algorithm"] = "SHA256";
        await EbsResponse.WriteAsync(request, 201, static _ => { });
    }
}
