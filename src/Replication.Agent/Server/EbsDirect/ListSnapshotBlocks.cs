using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>ListSnapshotBlocks: GET /snapshots/{id}/blocks.</summary>
internal sealed class ListSnapshotBlocks(EbsService service)
{
    public async Task HandleAsync(ServerRequest request, string snapshotId)
    {
        snapshotId = EbsRequest.SnapshotId(snapshotId);
        await request.EnterAsync("ListSnapshotBlocks", snapshotId);
        var listing = new Listing(service, request, snapshotId);
        await using SharedReader shared = await service.OpenAsync(request, snapshotId);
        (List<SnapshotBlock> page, long? next) = await listing.TakeAsync(shared.Reader.ListBlocksAsync(listing.Start, request.Aborted), block => block.Index);
        await EbsResponse.WriteAsync(request, 200, json =>
        {
            json.WriteStartArray("Blocks");
            foreach (SnapshotBlock block in page)
            {
                json.WriteStartObject();
                json.WriteNumber("BlockIndex", block.Index);
                json.WriteString("BlockToken", service.BlockToken(snapshotId, block.Index, listing.Expiry));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            listing.WriteEnd(json, shared.Reader.Info, next);
        });
    }
}
