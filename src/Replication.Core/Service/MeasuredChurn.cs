using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Rules.Failback.Facts;

namespace Replication.Core.Service;

/// <summary>How much the machines of a document change in a day, by what their replications sent (FBK-17, FBK-31).</summary>
internal static class MeasuredChurn
{
    /// <summary>Machines whose rate the document does not give, and that are replicated here under the same name or id, have the measured one.</summary>
    public static async Task<FailbackInventory> AddAsync(FailbackInventory inventory, ICatalog catalog, CancellationToken cancellationToken)
    {
        if (inventory.Machines.All(machine => machine.ChangedBytesPerDay is not null)) return inventory;
        return await catalog.ReadAsync(
            async (reader, token) =>
            {
                IReadOnlyList<ReplicatedVM> vms = await reader.ListAsync<ReplicatedVM>(cancellationToken: token);
                var machines = new List<FailbackMachine>();
                foreach (FailbackMachine machine in inventory.Machines) machines.Add(machine with { ChangedBytesPerDay = machine.ChangedBytesPerDay ?? await OfAsync(machine, vms, reader, token) });
                return inventory with { Machines = machines };
            },
            cancellationToken);
    }

    private static async Task<long?> OfAsync(FailbackMachine machine, IReadOnlyList<ReplicatedVM> vms, ICatalogReader reader, CancellationToken cancellationToken)
    {
        // Identity is the id; a name counts where it is nobody else's.
        ReplicatedVM? vm = vms.FirstOrDefault(vm => vm.Id == machine.Id || vm.PrimaryMachineId == machine.Id || vm.ReplicaMachineId == machine.Id)
            ?? (vms.Where(vm => vm.Name == machine.Name).ToList() is [var only] ? only : null);
        return vm is not null && await reader.FindAsync<ReplicationHistory>(vm.Id, cancellationToken) is { } history ? HealthRules.ChurnOf(history.Arrivals) : null;
    }
}
