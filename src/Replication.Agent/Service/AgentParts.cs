using Replication.Agent.Dashboard;
using Replication.Agent.Guests;
using Replication.Agent.Monitoring;
using Replication.Agent.Monitoring.Alerts;
using Replication.Agent.Monitoring.Metrics;
using Replication.Agent.Scheduling;
using Replication.Agent.Server.Replicas;

namespace Replication.Agent.Service;

/// <summary>What an agent does beside running jobs and serving mounts.</summary>
internal static class AgentParts
{
    public static IReadOnlyList<IAgentPart> All() =>
    [
        new ServiceNotification(), new SchedulePart(), new HeldGuestsPart(), new MonitorPart(), new AlertsPart(), new MetricsPart(), new ReplicaServerPart(),
        new DashboardPart(),
    ];
}
