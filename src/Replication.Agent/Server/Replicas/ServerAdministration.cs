using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Remote;

namespace Replication.Agent.Server.Replicas;

/// <summary>Settings and authorizations from afar (HVR-21), for administrators; every change is audited under the administrator's name.</summary>
internal sealed class ServerAdministration(ReplicaServerCatalog catalog, ReplicaTraffic traffic, ReplicaHost host)
{
    /// <param name="request">Of an administrator.</param>
    /// <param name="parts">The path below /replication/v1/server.</param>
    public async Task HandleAsync(ServerRequest request, string[] parts)
    {
        try
        {
            await ((request.Http.Request.Method, parts) switch
            {
                ("GET", []) => ShowAsync(request),
                ("PATCH", []) => ChangeAsync(request),
                ("POST", ["authorizations"]) => AddAsync(request),
                ("PATCH", ["authorizations", var name]) => SetAsync(request, name),
                ("DELETE", ["authorizations", var name]) => RemoveAsync(request, name),
                _ => throw new ServerException(ServerFailure.UnknownOperation, "/replication/v1/server has no such operation."),
            });
        }
        catch (ReplicationException refused)
        {
            throw ReplicaRefusals.OfChange(refused);
        }
    }

    private async Task ShowAsync(ServerRequest request)
    {
        await request.EnterAsync("DescribeServer");
        ReplicaServerState state = await catalog.GetAsync(request.Aborted);
        await ReplicaJson.WriteAsync(request, new ReplicaServerDocument(host, state.Settings, state.Authorizations, traffic.Activity, traffic.Refusals));
    }

    private async Task ChangeAsync(ServerRequest request)
    {
        await request.EnterAsync("ChangeServer");
        ReplicaServerChange change = await ReplicaJson.ReadAsync<ReplicaServerChange>(request);
        await ReplicaJson.WriteAsync(request, await catalog.SetAsync(settings => Changed(settings, change), request.Caller.Name, request.Aborted));
    }

    /// <summary>A file of keys that cannot be read is refused before it is written down: the administrator is not there to look at the server's log.</summary>
    private static ReplicaServerSettings Changed(ReplicaServerSettings settings, ReplicaServerChange change)
    {
        ReplicaServerSettings changed = change.Apply(settings);
        if (changed is { Listens: true, AccessKeys: { } keys }) _ = AccessKeyFile.Read(keys);
        return changed;
    }

    private async Task AddAsync(ServerRequest request)
    {
        await request.EnterAsync("AddAuthorization");
        AuthorizationChange entry = await ReplicaJson.ReadAsync<AuthorizationChange>(request);
        ReplicationAuthorization added = await catalog.AddAuthorizationAsync(
            entry.AllowedPrimaryServer ?? "", entry.Role ?? AuthorizationRole.Primary, entry.ReplicaStorageLocation, entry.TrustGroup, request.Caller.Name, request.Aborted);
        await ReplicaJson.WriteAsync(request, added, StatusCodes.Status201Created);
    }

    private async Task SetAsync(ServerRequest request, string name)
    {
        await request.EnterAsync("SetAuthorization", name);
        AuthorizationChange change = await ReplicaJson.ReadAsync<AuthorizationChange>(request);
        ReplicationAuthorization entry = await catalog.GetAuthorizationAsync(name, request.Aborted);
        await ReplicaJson.WriteAsync(request, await catalog.SetAuthorizationAsync(entry, change.ReplicaStorageLocation, change.TrustGroup, request.Caller.Name, request.Aborted));
    }

    private async Task RemoveAsync(ServerRequest request, string name)
    {
        await request.EnterAsync("RemoveAuthorization", name);
        await catalog.RemoveAuthorizationAsync(await catalog.GetAuthorizationAsync(name, request.Aborted), request.Caller.Name, request.Aborted);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
