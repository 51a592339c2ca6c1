using Replication.Agent.Dashboard;
using Replication.Agent.Server.Replicas;

namespace Replication.Agent.Service;

/// <summary>What an agent does beside running jobs and serving mounts.</summary>
internal static class AgentParts
{
    public static IReadOnlyList<IAgentPart> All() => [new ReplicaServerPart(), new DashboardPart()];
}
