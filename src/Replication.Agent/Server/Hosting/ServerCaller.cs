using Replication.Agent.Server.Authentication;
using Replication.Core.Replicas;

namespace Replication.Agent.Server.Hosting;

/// <summary>Somebody who was let in: who it is and what is his.</summary>
/// <param name="Name">For logs and audit: a key's id, or the name of a host.</param>
/// <param name="AccountId">Account of the key; the default one for whoever has none.</param>
public sealed record ServerCaller(string Name, string AccountId = AccessKey.DefaultAccountId)
{
    /// <summary>Id of the key that signed the request; null for a caller who is known by the connection.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Storage that is the caller's to work with; null for one who has none, as an administrator.</summary>
    public ServerRegion? Region { get; init; }

    /// <summary>The region as the caller named it.</summary>
    public string RegionName { get; init; } = "";

    /// <summary>At a replica server, the primary that it is; null elsewhere and for administrators.</summary>
    public ReplicaTenant? Tenant { get; init; }

    public bool IsAdministrator { get; init; }

    /// <summary>Counts and limits what the caller takes of the server; null where nobody does.</summary>
    public ICallerTraffic? Traffic { get; init; }
}
