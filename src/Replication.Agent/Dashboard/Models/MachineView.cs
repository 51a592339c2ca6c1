using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Policies;

namespace Replication.Agent.Dashboard.Models;

/// <summary>A replicated VM with what a list shows of it.</summary>
/// <param name="Vm">The VM.</param>
/// <param name="GroupName">Name of its group.</param>
/// <param name="Policy">Policy of its group.</param>
/// <param name="Health">From the newest point that the catalog knows.</param>
/// <param name="Newest">Instant of that point, UTC; null where there is none.</param>
internal sealed record MachineView(ReplicatedVM Vm, string GroupName, ReplicationPolicy Policy, ReplicationHealth Health, DateTimeOffset? Newest)
{
    /// <summary>Age of what could be recovered, in thresholds; what has nothing to recover from is as bad as the threshold.</summary>
    public double Strain => Health.RpoAge is { } age ? age / Policy.RpoThreshold : 1;

    public bool IsTesting => Vm.TestMachineId is not null;

    public bool Matches(string text) =>
        Vm.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || GroupName.Contains(text, StringComparison.OrdinalIgnoreCase)
        || Vm.Id.Equals(text, StringComparison.OrdinalIgnoreCase) || Vm.ReplicationState.ToString().Contains(text, StringComparison.OrdinalIgnoreCase);
}
