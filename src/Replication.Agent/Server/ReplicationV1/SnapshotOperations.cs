using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.EbsDirect;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.ReplicationV1;

/// <summary>Snapshots with exact lengths and root hashes, which the EBS protocol has no place for.</summary>
internal static class SnapshotOperations
{
    public static async Task StartAsync(ServerRequest request)
    {
        await request.EnterAsync("StartSnapshot");
        StartDocument start = await V1Body.ReadJsonAsync<StartDocument>(request);
        IReadOnlyDictionary<string, string> tags = start.Tags ?? new Dictionary<string, string>();
        // Nullable annotations are checked for members, not for the values of a dictionary.
        if (tags.Values.Any(value => value is null)) throw V1Errors.Malformed("A tag has no value.");
        if (tags.ContainsKey(EbsSnapshotMetadata.TagKey)) throw V1Errors.Parameter($"Tag '{EbsSnapshotMetadata.TagKey}' is the server's own.");
        SnapshotInfo started = await request.Region.Storage.StartAsync(
            new StartSnapshotRequest
            {
                Length = start.Length,
                ParentId = start.ParentId,
                ClientToken = start.ClientToken,
                Description = start.Description ?? "",
                Tags = tags,
            },
            request.Aborted);
        request.NoteCreated(started.Id);
        await V1Json.WriteAsync(request, 201, SnapshotDocument.Of(started));
    }

    public static async Task CompleteAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("CompleteSnapshot", id);
        CompleteDocument complete = await V1Body.ReadJsonAsync<CompleteDocument>(request);
        SnapshotInfo completed = await request.Region.Storage.CompleteAsync(
            id,
            new CompleteSnapshotRequest
            {
                ChangedBlocks = complete.ChangedBlocks,
                Checksum = V1Parameters.OptionalDigest(complete.Checksum, "checksum"),
                ExpectedRoot = V1Parameters.OptionalDigest(complete.ExpectedRoot, "expectedRoot"),
            },
            request.Aborted);
        await V1Json.WriteAsync(request, 200, SnapshotDocument.Of(completed));
    }

    public static async Task DescribeAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("DescribeSnapshot", id);
        await V1Json.WriteAsync(request, 200, SnapshotDocument.Of(await request.Region.Storage.DescribeAsync(id, request.Aborted)));
    }

    public static async Task ListAsync(ServerRequest request)
    {
        await request.EnterAsync("ListSnapshots");
        request.Http.Response.ContentType = "application/x-ndjson";
        await foreach (SnapshotInfo snapshot in ((ISnapshotStore)request.Region.Storage).ListAsync(request.Aborted))
            await V1Json.WriteLineAsync(request, SnapshotDocument.Of(snapshot));
    }

    public static async Task DeleteAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("DeleteSnapshot", id);
        await request.Region.Storage.DeleteAsync(id, request.Aborted);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
