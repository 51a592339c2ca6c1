using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;
using Replication.Agent.Server.ReplicationV1;
using Replication.Core.Replicas;

namespace Replication.Agent.Server.Replicas;

/// <summary>/replication/v1 of a replica server: that of a store, which is the caller's, and the server itself. Dispose after the server has stopped.</summary>
internal sealed class ReplicaEndpoints(ServerAdministration administration, ReplicaHost host, TimeProvider time) : IServerEndpoints, IAsyncDisposable
{
    private const string AccessPath = "/replication/v1/access";
    private const string ServerPath = "/replication/v1/server";

    private readonly ReplicationV1Endpoints _store = new(time);

    public string Service => _store.Service;

    public IErrorFormat Errors => _store.Errors;

    public long MaxBodyLength => _store.MaxBodyLength;

    public bool AcceptsUnsignedPayload(string method) => _store.AcceptsUnsignedPayload(method);

    public Task HandleAsync(ServerRequest request)
    {
        HttpRequest http = request.Http.Request;
        if (http.Path == AccessPath && HttpMethods.IsGet(http.Method)) return AccessOperation.HandleAsync(request, host, time);
        if (!http.Path.StartsWithSegments(ServerPath, StringComparison.Ordinal, out PathString rest)) return _store.HandleAsync(request);
        if (!request.Caller.IsAdministrator) throw ReplicaRefusals.AdministratorOnly(request.Caller.Name, host.Name);
        return administration.HandleAsync(request, rest.Value!.Length == 0 ? [] : rest.Value.Split('/')[1..]);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
