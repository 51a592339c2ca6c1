using Microsoft.AspNetCore.Http;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Errors;

namespace Replication.Agent.Server.Hosting;

/// <summary>Of a server that stands by itself: a good key reaches everything in the region that it names.</summary>
internal sealed class OpenAdmission(RegionRegistry regions) : IAdmission
{
    public string? ServiceByConnection(HttpRequest request) => null;

    public ValueTask<ServerCaller> AdmitConnectionAsync(HttpContext http) =>
        throw new ServerException(ServerFailure.MissingAuthentication, "The request has no Authorization header.");

    public ValueTask<ServerCaller> AdmitKeyAsync(HttpContext http, AccessKey key, string regionName) =>
        ValueTask.FromResult(new ServerCaller(key.Id, key.AccountId) { AccessKeyId = key.Id, Region = regions.Get(regionName), RegionName = regionName });

    public void NoteRefusal(HttpContext http, ServiceError error)
    {
        // Nobody counts here.
    }
}
