using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Machines;
using Replication.Core.Mounts;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Service;

/// <summary>Starting and ending machines by hand, within what replication allows.</summary>
public sealed class MachineCatalog(EngineServices services)
{
    /// <exception cref="ReplicationException">PrimaryMustStayOff, and what the site refuses.</exception>
    public async Task StartAsync(ISite site, Machine machine, CancellationToken cancellationToken = default)
    {
        await RequireMayStartAsync(site, machine, cancellationToken);
        await new MachineMounts(services).ServeAsync(machine.Id, cancellationToken);
        await site.StartMachineAsync(machine.Id, cancellationToken);
    }

    /// <summary>
    /// Refuses a machine whose workload runs elsewhere: the primary of a VM that is failed over, the one at home that a failback will
    /// write, and a standby machine whose disks follow the recovery points. Started, it would be a second truth, or lose what was written.
    /// </summary>
    /// <exception cref="ReplicationException">PrimaryMustStayOff.</exception>
    public async Task RequireMayStartAsync(ISite site, Machine machine, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ReplicatedVM> vms = await services.Catalog.ReadAsync(
            (reader, token) => reader.ListAsync<ReplicatedVM>(cancellationToken: token), cancellationToken);
        foreach (ReplicatedVM vm in vms)
        {
            string? why = Reason(vm, site.Definition.Id, machine.Id);
            if (why is null) continue;
            throw new ReplicationException(
                "PrimaryMustStayOff", $"Machine {machine.Name}", $"{why} (VM {vm.Name}, state {vm.ReplicationState}).",
                "a machine that runs its workload itself.",
                "Undo the failover, or bring the workload home with a failback.");
        }
    }

    private static string? Reason(ReplicatedVM vm, string siteId, string machineId)
    {
        bool atPrimary = vm.PrimaryMachineId == machineId && vm.PrimarySiteId == siteId;
        bool atReplica = vm.ReplicaMachineId == machineId && vm.ReplicaSiteId == siteId;
        bool isHome = vm.ReplicationState == ReplicationState.FailbackComplete;
        if (vm.StandbyMachineId == machineId && vm.ReplicaSiteId == siteId) return "It is kept as a standby, and its disks follow the recovery points";
        return vm.Direction switch
        {
            ReplicationDirection.Forward when atReplica && isHome => "The workload is home again",
            ReplicationDirection.Forward when atPrimary && !isHome && vm.ReplicaMachineId is not null => "Its replica runs the workload",
            ReplicationDirection.Reverse when atReplica => "A failback will write its disks",
            _ => null,
        };
    }
}
