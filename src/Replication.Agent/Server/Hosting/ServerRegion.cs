using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.Hosting;

/// <param name="Name">As clients name it in the credential scope, for example "eu-central-1".</param>
/// <param name="Storage">Snapshots and manifests of the region. Not disposed by the server.</param>
public sealed record ServerRegion(string Name, IReplicaStorage Storage)
{
    /// <summary>Machines that clients of the region may have made and run; null for none. Not disposed by the server.</summary>
    public ISite? Machines { get; init; }
}
