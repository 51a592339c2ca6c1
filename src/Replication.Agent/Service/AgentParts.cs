using Replication.Agent.Dashboard;
using Replication.Agent.Guests;
using Replication.Agent.Monitoring;
using Replication.Agent.Monitoring.Alerts;
using Replication.Agent.Monitoring.Metrics;
using Replication.Agent.Scheduling;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Replicas;

namespace Replication.Agent.Service;

/// <summary>What an agent does beside running jobs and serving mounts.</summary>
internal static class AgentParts
{
    /// <param name="faults">What the replica server is to do wrong; null for nothing.</param>
    public static IReadOnlyList<IAgentPart> All(IFaultInjector? faults = null) =>
    [
        new ServiceNotification(), new SchedulePart(), new HeldGuestsPart(), new MonitorPart(), new AlertsPart(), new MetricsPart(), new ReplicaServerPart(faults),
        new DashboardPart(),
    ];
}
