using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>CompleteSnapshot: POST /snapshots/completion/{id}. The answer comes when the snapshot is complete, durable and readable.</summary>
internal sealed class CompleteSnapshot(EbsService service)
{
    public async Task HandleAsync(ServerRequest request, string snapshotId)
    {
        snapshotId = EbsRequest.SnapshotId(snapshotId);
        await request.EnterAsync("CompleteSnapshot", snapshotId);
        var headers = request.Http.Request.Headers;
        int changed = EbsRequest.RequiredInteger(headers["x-amz-ChangedBlocksCount"], "x-amz-ChangedBlocksCount", 0, int.MaxValue);
        BlockDigest? checksum = EbsRequest.Checksum(headers);
        string method = headers["x-amz-Checksum-Aggregation-Method"].ToString();
        if (checksum is null ? method.Length > 0 : method != "LINEAR")
            throw EbsErrors.Validation(EbsErrors.InvalidParameter, "A checksum of the snapshot needs algorithm SHA256 and aggregation method LINEAR.");
        await service.Pending.TouchAsync(request.Region, snapshotId, request.AccountId, request.Aborted);
        await request.Region.Storage.CompleteAsync(snapshotId, new CompleteSnapshotRequest { ChangedBlocks = changed, Checksum = checksum }, request.Aborted);
        service.Pending.Remove(request.Region, snapshotId);
        await EbsResponse.WriteAsync(request, 202, static json => json.WriteString("Status", "completed"));
    }
}
