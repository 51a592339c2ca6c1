using Replication.Agent.Dashboard;
using Replication.Agent.Scheduling;
using Replication.Agent.Server.Replicas;

namespace Replication.Agent.Service;

/// <summary>What an agent does beside running jobs and serving mounts.</summary>
internal static class AgentParts
{
    public static IReadOnlyList<IAgentPart> All() => [new ServiceNotification(), new SchedulePart(), new ReplicaServerPart(), new DashboardPart()];
}
