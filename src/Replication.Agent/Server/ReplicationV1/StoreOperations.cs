using System.Threading.Channels;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.ReplicationV1;

/// <summary>The store as a whole: what it is, how large it is, and whether it is intact.</summary>
internal static class StoreOperations
{
    public static async Task DescribeAsync(ServerRequest request)
    {
        await request.EnterAsync("DescribeStore");
        IReplicaStorage store = request.Region.Storage;
        await V1Json.WriteAsync(request, 200, new
        {
            protocol = 1,
            storeId = store.Id,
            region = request.Region.Name,
            blockSize = BlockGeometry.BlockSize,
            grainSize = BlockGeometry.GrainSize,
            grains = store is IGrainStore,
            maintenance = store is IStoreMaintenance,
        });
    }

    public static async Task MeasureAsync(ServerRequest request)
    {
        await request.EnterAsync("MeasureStore");
        await V1Json.WriteAsync(request, 200, await Maintenance(request).MeasureAsync(request.Aborted));
    }

    /// <summary>Lines {"blocks": n} while it goes on, so that nobody takes the silence for a broken connection, then {"result": ...}.</summary>
    public static async Task CheckAsync(ServerRequest request)
    {
        await request.EnterAsync("CheckStore");
        string? snapshotId = request.Http.Request.Query["snapshotId"].ToString() is { Length: > 0 } id ? id : null;
        IStoreMaintenance store = Maintenance(request);
        // Only the newest number is of interest to a reader that is slower than the check.
        var progress = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        Task<StoreCheck> check = RunAsync();
        try
        {
            await foreach (long blocks in progress.Reader.ReadAllAsync(request.Aborted)) await V1Json.WriteLineAsync(request, new { blocks });
        }
        finally
        {
            // A client that went away cancels the check; it has ended when the request has.
            await ((Task)check).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await V1Json.WriteLineAsync(request, new { result = await check });

        async Task<StoreCheck> RunAsync()
        {
            try
            {
                return await store.CheckAsync(snapshotId, new ChannelProgress(progress.Writer), request.Aborted);
            }
            finally
            {
                progress.Writer.Complete();
            }
        }
    }

    private static IStoreMaintenance Maintenance(ServerRequest request) =>
        request.Region.Storage as IStoreMaintenance ?? throw V1Errors.NotSupported("measure or check itself");

    private sealed class ChannelProgress(ChannelWriter<long> writer) : IProgress<long>
    {
        public void Report(long value) => writer.TryWrite(value);
    }
}
