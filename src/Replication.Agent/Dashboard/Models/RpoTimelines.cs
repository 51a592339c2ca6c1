using Replication.Core.Health;
using Replication.Core.Service;

namespace Replication.Agent.Dashboard.Models;

/// <summary>Achieved RPO of the machines of one page of a list, over the last day.</summary>
internal static class RpoTimelines
{
    public static readonly TimeSpan Period = TimeSpan.FromDays(1);

    /// <summary>By VM; from the histories alone, which the catalog has.</summary>
    public static async Task<IReadOnlyDictionary<string, RpoTimeline>> ReadAsync(
        ReplicationService service, IReadOnlyCollection<MachineView> machines, DateTimeOffset now, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, ReplicationHistory> histories = await service.Health.HistoriesAsync([.. machines.Select(machine => machine.Vm.Id)], cancellationToken);
        return machines.Where(machine => histories.ContainsKey(machine.Vm.Id)).ToDictionary(
            machine => machine.Vm.Id,
            machine => RpoTimeline.Of(new HealthSubject(machine.Vm, machine.Policy, []) { History = histories[machine.Vm.Id] }, now - Period, now));
    }
}
