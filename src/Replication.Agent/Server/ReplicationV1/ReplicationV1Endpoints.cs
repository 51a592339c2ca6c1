using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.EbsDirect;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;
using Replication.Agent.Server.ReplicationV1.Machines;
using Replication.Core.Errors;
using Replication.Core.Fencing;

namespace Replication.Agent.Server.ReplicationV1;

/// <summary>
/// /replication/v1: what the EBS direct APIs have no verb for, between our own sites. docs/protocol.md is its
/// specification. Dispose after the server has stopped and before the stores are closed.
/// </summary>
public sealed class ReplicationV1Endpoints : IServerEndpoints, IAsyncDisposable
{
    /// <summary>Room for what an error here says: the object, what was found, what is needed, the next step.</summary>
    private const int LongestMessage = 2048;

    private readonly SnapshotReaders _readers;
    private readonly BlockOperations _blocks;
    private readonly MachineEndpoints _machines;

    public ReplicationV1Endpoints(TimeProvider? time = null)
    {
        _readers = new SnapshotReaders(time ?? TimeProvider.System);
        _blocks = new BlockOperations(_readers);
        _machines = new MachineEndpoints(time ?? TimeProvider.System);
    }

    public string Service => "replication";

    public IErrorFormat Errors { get; } = new RestJsonErrorFormat(LongestMessage);

    public long MaxBodyLength => ManifestOperations.MaximumLength + 64 * 1024;

    public bool AcceptsUnsignedPayload(string method) => false;

    public async Task HandleAsync(ServerRequest request)
    {
        // What the request does to the store carries the epoch of the job that sent it.
        WriterEpoch.Enter(V1Parameters.Epoch(request.Http.Request.Headers[V1Parameters.EpochHeader]));
        try
        {
            await RouteAsync(request);
        }
        catch (SnapshotStoreException error)
        {
            throw V1Errors.Translate(error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _machines.DisposeAsync();
        await _readers.DisposeAsync();
    }

    private Task RouteAsync(ServerRequest request)
    {
        HttpRequest http = request.Http.Request;
        string path = http.Path.Value ?? "";
        const string root = "/replication/v1";
        if (!path.StartsWith(root, StringComparison.Ordinal)) throw Unknown();
        string[] parts = path[root.Length..].Split('/')[1..];
        return (http.Method, parts) switch
        {
            ("GET", []) => StoreOperations.DescribeAsync(request),
            ("GET", ["statistics"]) => StoreOperations.MeasureAsync(request),
            ("POST", ["verify"]) => StoreOperations.CheckAsync(request),
            ("GET", ["manifests"]) => ManifestOperations.ListAsync(request),
            ("GET", ["manifests", .. var name]) => ManifestOperations.ReadAsync(request, string.Join('/', name)),
            ("PUT", ["manifests", .. var name]) => ManifestOperations.WriteAsync(request, string.Join('/', name)),
            ("DELETE", ["manifests", .. var name]) => ManifestOperations.DeleteAsync(request, string.Join('/', name)),
            ("GET", ["snapshots"]) => SnapshotOperations.ListAsync(request),
            ("POST", ["snapshots"]) => SnapshotOperations.StartAsync(request),
            ("GET", ["snapshots", var id]) => SnapshotOperations.DescribeAsync(request, id),
            ("DELETE", ["snapshots", var id]) => SnapshotOperations.DeleteAsync(request, id),
            ("POST", ["snapshots", var id, "complete"]) => SnapshotOperations.CompleteAsync(request, id),
            ("GET", ["snapshots", var id, "pending"]) => BlockOperations.ListPendingAsync(request, id),
            ("GET", ["snapshots", var id, "blocks"]) => _blocks.ListAsync(request, id),
            ("GET", ["snapshots", var id, "changes"]) => BlockOperations.ListChangesAsync(request, id),
            ("POST", ["snapshots", var id, "have"]) => HaveOperation.HandleAsync(request, id),
            ("PUT", ["snapshots", var id, "blocks", var index]) => BlockOperations.PutAsync(request, id, index),
            ("PATCH", ["snapshots", var id, "blocks", var index]) => BlockOperations.PatchAsync(request, id, index),
            ("GET", ["snapshots", var id, "blocks", var index]) => _blocks.GetAsync(request, id, index),
            ("GET", ["snapshots", var id, "blocks", var index, "grains"]) => _blocks.ListGrainsAsync(request, id, index),
            _ => _machines.Route(request, parts) ?? throw Unknown(),
        };
    }

    private static ServerException Unknown() => new(ServerFailure.UnknownOperation, "/replication/v1 has no such operation.");
}
