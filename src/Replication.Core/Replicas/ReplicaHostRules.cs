using Replication.Core.Rules;

namespace Replication.Core.Replicas;

/// <summary>What a primary and a replica server must be to each other.</summary>
public static class ReplicaHostRules
{
    /// <summary>HVR-05, 06: domains matter to nodes of clusters alone.</summary>
    public static Finding Domain(ReplicaHost primary, ReplicaHost replica)
    {
        bool clusters = primary.IsClustered || replica.IsClustered;
        bool same = string.Equals(primary.Domain, replica.Domain, StringComparison.OrdinalIgnoreCase) && primary.Domain.Length > 0;
        FindingStatus status = !clusters ? FindingStatus.NotApplicable : same ? FindingStatus.Passed : FindingStatus.Failed;
        return new Finding(
            "HVR-06", ReplicaErrorIds.ClusterNeedsSameDomain, status, FindingSeverity.Error, $"{primary.Name} and {replica.Name}",
            clusters ? $"At least one is a node of a cluster; their domains are {Show(primary)} and {Show(replica)}." : "Neither is a node of a cluster: any domain will do, or none.",
            "the same domain for both, as nodes of clusters need.", "Replicate between stand-alone servers, or within one domain.");
    }

    private static string Show(ReplicaHost host) => host.Domain.Length > 0 ? host.Domain : "none";
}
