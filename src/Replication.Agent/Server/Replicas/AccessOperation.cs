using Replication.Agent.Server.Hosting;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Remote;

namespace Replication.Agent.Server.Replicas;

/// <summary>"Who am I to you, and what is mine?": what a test of the server from the other side needs, and shows whether traffic is encrypted.</summary>
internal static class AccessOperation
{
    private const int Protocol = 1;

    public static async Task HandleAsync(ServerRequest request, ReplicaHost host, TimeProvider time)
    {
        await request.EnterAsync("DescribeAccess");
        ServerCaller caller = request.Caller;
        await ReplicaJson.WriteAsync(request, new ReplicaAccess(
            Protocol, time.GetUtcNow(), host, caller.AccessKeyId is null ? ReplicaAuthentication.Certificate : ReplicaAuthentication.AccessKey, request.Http.Request.IsHttps,
            caller.Name, caller.IsAdministrator, caller.Tenant?.TrustGroup, caller.Region?.Storage.Id, caller.Tenant is { } tenant ? FreeBytes(tenant.StoreFolder) : null));
    }

    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A share of Windows has no drive.
            return null;
        }
    }
}
