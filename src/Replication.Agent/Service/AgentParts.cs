using Replication.Agent.Scheduling;

namespace Replication.Agent.Service;

/// <summary>What an agent does beside running jobs and serving mounts.</summary>
internal static class AgentParts
{
    public static IReadOnlyList<IAgentPart> All() => [new ServiceNotification(), new SchedulePart()];
}
