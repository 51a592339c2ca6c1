using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>ListChangedBlocks: GET /snapshots/{second}/changedblocks?firstSnapshotId=... Without a first snapshot every block has changed.</summary>
internal sealed class ListChangedBlocks(EbsService service)
{
    public async Task HandleAsync(ServerRequest request, string secondId)
    {
        secondId = EbsRequest.SnapshotId(secondId);
        await request.EnterAsync("ListChangedBlocks", secondId);
        string text = request.Http.Request.Query["firstSnapshotId"].ToString();
        string? firstId = text.Length == 0 ? null : EbsRequest.SnapshotId(text);
        var listing = new Listing(service, request, $"{firstId} {secondId}");
        await using SharedReader second = await service.OpenAsync(request, secondId);
        if (firstId is not null)
        {
            // Opened for the checks that opening makes: it exists, is completed and belongs to the account.
            await using SharedReader first = await service.OpenAsync(request, firstId);
            if (!await EbsService.AreRelatedAsync(request.Region, firstId, secondId, request.Aborted))
                throw EbsErrors.Validation(EbsErrors.UnrelatedSnapshots, $"The snapshots '{firstId}' and '{secondId}' are not of one lineage.");
        }

        IAsyncEnumerable<ChangedBlock> changes = firstId is null
            ? second.Reader.ListBlocksAsync(listing.Start, request.Aborted).Select(block => new ChangedBlock(block.Index, default(BlockDigest), block.Digest))
            : request.Region.Storage.ListChangedBlocksAsync(firstId, secondId, listing.Start, request.Aborted);
        (List<ChangedBlock> page, long? next) = await listing.TakeAsync(changes, block => block.Index);
        await EbsResponse.WriteAsync(request, 200, json =>
        {
            json.WriteStartArray("ChangedBlocks");
            foreach (ChangedBlock block in page)
            {
                json.WriteStartObject();
                json.WriteNumber("BlockIndex", block.Index);
                if (firstId is not null && block.First is not { IsAbsent: true })
                    json.WriteString("FirstBlockToken", service.BlockToken(firstId, block.Index, listing.Expiry));
                // Also for a block that became zeros: left out, a client could take it for unchanged.
                json.WriteString("SecondBlockToken", service.BlockToken(secondId, block.Index, listing.Expiry));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            listing.WriteEnd(json, second.Reader.Info, next);
        });
    }
}
