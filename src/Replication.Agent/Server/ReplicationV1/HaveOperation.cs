using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.ReplicationV1;

/// <summary>
/// "Which of these blocks do you have?": records of index and digest in, ascending, a bit for each out, the lowest bit of
/// the first byte for the first record. A set bit means that the snapshot has this content at this index. Of a
/// pending snapshot: put already, or there in its parent and not put otherwise, so that it need not be sent.
/// </summary>
internal static class HaveOperation
{
    /// <summary>50 GiB of disk in one request.</summary>
    private const int MaximumRecords = 100_000;

    public static async Task HandleAsync(ServerRequest request, string id)
    {
        await request.EnterAsync("HaveBlocks", id);
        SnapshotBlock[] asked = Parse(await V1Body.ReadAsync(request, MaximumRecords * BlockRecords.Size));
        // A block that nobody mentions holds zeros.
        var found = new BlockDigest[asked.Length];
        Array.Fill(found, BlockDigest.OfZeroBlock);
        if (asked.Length > 0) await FillAsync(request, id, asked, found);
        var bits = new byte[(asked.Length + 7) / 8];
        for (int i = 0; i < asked.Length; i++)
        {
            BlockDigest wanted = asked[i].Digest is { IsAbsent: false } digest ? digest : BlockDigest.OfZeroBlock;
            if (found[i] == wanted) bits[i / 8] |= (byte)(1 << (i % 8));
        }

        HttpResponse response = request.Http.Response;
        response.ContentType = "application/octet-stream";
        response.ContentLength = bits.Length;
        await response.Body.WriteAsync(bits, request.Aborted);
    }

    private static SnapshotBlock[] Parse(byte[] body)
    {
        if (body.Length % BlockRecords.Size != 0) throw V1Errors.Malformed($"The body is not made of records of {BlockRecords.Size} bytes.");
        var asked = new SnapshotBlock[body.Length / BlockRecords.Size];
        for (int i = 0; i < asked.Length; i++)
        {
            asked[i] = BlockRecords.Read(body.AsSpan(i * BlockRecords.Size, BlockRecords.Size));
            if (asked[i].Index < 0 || (i > 0 && asked[i].Index <= asked[i - 1].Index)) throw V1Errors.Malformed("The indexes are not ascending from 0.");
        }

        return asked;
    }

    private static async Task FillAsync(ServerRequest request, string id, SnapshotBlock[] asked, BlockDigest[] found)
    {
        IReplicaStorage store = request.Region.Storage;
        SnapshotInfo snapshot = await store.DescribeAsync(id, request.Aborted);
        string? readable = snapshot.State == SnapshotState.Completed ? id : snapshot.ParentId;
        if (readable is not null)
        {
            try
            {
                await using ISnapshotReader reader = await store.OpenAsync(readable, request.Aborted);
                await MergeAsync(reader.ListBlocksAsync(asked[0].Index, request.Aborted), asked, found);
            }
            catch (SnapshotStoreException error) when (readable != id && error.ErrorId == ErrorIds.SnapshotNotFound)
            {
                // The parent was deleted. Its blocks are still in the child, but cannot be listed: they are said to be missing.
                Array.Fill(found, default);
            }
        }

        if (snapshot.State == SnapshotState.Pending) await MergeAsync(store.ListPendingBlocksAsync(id, request.Aborted), asked, found);
    }

    private static async Task MergeAsync(IAsyncEnumerable<SnapshotBlock> blocks, SnapshotBlock[] asked, BlockDigest[] found)
    {
        int next = 0;
        await foreach (SnapshotBlock block in blocks)
        {
            while (next < asked.Length && asked[next].Index < block.Index) next++;
            if (next == asked.Length) return;
            if (asked[next].Index == block.Index) found[next] = block.Digest ?? default;
        }
    }
}
