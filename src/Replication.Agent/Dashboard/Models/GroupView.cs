using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Policies;

namespace Replication.Agent.Dashboard.Models;

/// <summary>A group with what a list shows of it.</summary>
/// <param name="Group">The group.</param>
/// <param name="Policy">Its policy.</param>
/// <param name="SourceSite">Name of the site that its machines come from.</param>
/// <param name="TargetSite">Name of the site that its points go to.</param>
/// <param name="Machines">Worst first.</param>
internal sealed record GroupView(ReplicationGroup Group, ReplicationPolicy Policy, string SourceSite, string TargetSite, IReadOnlyList<MachineView> Machines)
{
    public HealthState Worst => Machines.Count == 0 ? HealthState.NotApplicable : Machines.Max(machine => machine.Health.State);

    public int CountOf(HealthState state) => Machines.Count(machine => machine.Health.State == state);
}
