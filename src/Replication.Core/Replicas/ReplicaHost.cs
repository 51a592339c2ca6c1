using System.Net.NetworkInformation;

namespace Replication.Core.Replicas;

/// <summary>What one side of a replication is, as far as the other one has to know.</summary>
/// <param name="Name">Name of the machine.</param>
/// <param name="Domain">Its domain; empty in a workgroup.</param>
/// <param name="IsClustered">Whether it is a node of a failover cluster.</param>
public sealed record ReplicaHost(string Name, string Domain, bool IsClustered)
{
    public static ReplicaHost Local(bool isClustered)
    {
        string domain = IPGlobalProperties.GetIPGlobalProperties().DomainName;
        // What Linux says where no domain is set.
        return new ReplicaHost(Environment.MachineName, domain == "(none)" ? "" : domain, isClustered);
    }
}
