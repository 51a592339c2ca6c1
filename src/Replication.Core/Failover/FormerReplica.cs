using Replication.Core.Groups;
using Replication.Core.Mounts;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;

namespace Replication.Core.Failover;

/// <summary>
/// What a failback leaves: the machine at the other site that ran the workload, and the points at home that brought it
/// back. Once the failback is final the machine goes, and of the points all but the newest, the base of the next
/// reversal. Repeating it is harmless.
/// </summary>
internal static class FormerReplica
{
    public static async Task RemoveAsync(EngineServices services, ReplicatedVM vm, CancellationToken cancellationToken)
    {
        if (vm.ReplicaMachineId is { } machineId)
        {
            ISite away = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
            await new MachineMounts(services).DeleteMachineAsync(away, machineId, cancellationToken);
        }

        ISite home = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
        if (!home.AcceptsReplicas) return;
        RecoveryPointManifests manifests = await services.Inventory.ManifestsAsync(home, cancellationToken);
        RecoveryPoint? newest = await manifests.FindNewestAsync(vm.Id, cancellationToken: cancellationToken);
        await new Retention(services).RemoveAllButAsync(vm, home, newest?.Id, cancellationToken);
    }
}
