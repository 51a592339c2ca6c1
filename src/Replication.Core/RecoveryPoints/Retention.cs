using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Evidence;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Mounts;
using Replication.Core.Policies;
using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Core.RecoveryPoints;

/// <summary>
/// Removes points that the policy gives up. The manifest goes first, then the snapshots, at last the catalog's row: a kill in
/// between leaves a row whose manifest is gone, by which the next removal finds the snapshots, never a point without its
/// snapshots. Evidence that is too old, and about none that stays, goes after them.
/// </summary>
public sealed class Retention(EngineServices services)
{
    public async Task<RetentionPlan> PlanAsync(string vmId, CancellationToken cancellationToken)
    {
        ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        ReplicationPolicy policy = await services.Inventory.PolicyOfAsync(vm, cancellationToken);
        return RetentionPlanner.Plan(
            await services.Inventory.PointsAsync(site, vm, cancellationToken, damaged: []), policy, await InUseAsync(vm, cancellationToken));
    }

    public async Task<IReadOnlyList<RecoveryPoint>> ApplyAsync(string vmId, CancellationToken cancellationToken)
    {
        RetentionPlan plan = await PlanAsync(vmId, cancellationToken);
        ReplicatedVM vm = await services.Inventory.VmAsync(vmId, cancellationToken);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        await FinishAsync(vmId, site, cancellationToken);
        foreach (RecoveryPoint point in plan.Remove) await RemoveAsync(site, point, cancellationToken);
        var chain = new EvidenceChainId(site.Definition.Id, vmId);
        if (services.Evidence is { } evidence && evidence.Retention.TryBegin(chain))
        {
            MonitoringSettings settings = await services.Catalog.ReadAsync(MonitoringSettings.ReadAsync, cancellationToken);
            await evidence.Retention.KeepAsync(await site.OpenManifestsAsync(cancellationToken), chain, vm.Name, settings.EvidenceAge, plan.Kept.Keys.ToHashSet(), cancellationToken);
        }

        return plan.Remove;
    }

    /// <summary>Removes all points of a VM at a site but those to be kept and the pinned ones.</summary>
    public async Task RemoveAllButAsync(ReplicatedVM vm, ISite site, string? keepPointId, CancellationToken cancellationToken)
    {
        await FinishAsync(vm.Id, site, cancellationToken);
        IReadOnlySet<string> inUse = await InUseAsync(vm, cancellationToken);
        foreach (RecoveryPoint point in await services.Inventory.PointsAsync(site, vm, cancellationToken))
        {
            if (point.Id != keepPointId && !point.Pinned && !inUse.Contains(point.Id)) await RemoveAsync(site, point, cancellationToken);
        }
    }

    /// <summary>Removes what is left at a site of a VM's points whose removal was interrupted.</summary>
    public async Task FinishAsync(string vmId, ISite site, CancellationToken cancellationToken)
    {
        // The rows first: one that is written later has its manifest by then.
        IReadOnlyList<RecoveryPoint> rows = await services.Catalog.ReadAsync(
            (reader, token) => reader.ListAsync<RecoveryPoint>(ownerId: vmId, cancellationToken: token), cancellationToken);
        IReadOnlySet<string> present = await (await services.Inventory.ManifestsAsync(site, cancellationToken)).NamesAsync(vmId, cancellationToken);
        foreach (RecoveryPoint row in rows.Where(row => row.SiteId == site.Definition.Id && !present.Contains(RecoveryPointManifests.NameOf(row))))
            await RemoveAsync(site, row, cancellationToken);
    }

    public async Task RemoveAsync(ISite site, RecoveryPoint point, CancellationToken cancellationToken)
    {
        await services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                // Of a point that another workspace made there is none.
                if (await transaction.FindAsync<RecoveryPoint>(point.Id, token) is null)
                    await transaction.InsertAsync(point with { SiteId = site.Definition.Id, Version = 0 }, token);
                return true;
            },
            cancellationToken);
        RecoveryPointManifests manifests = await services.Inventory.ManifestsAsync(site, cancellationToken);
        await manifests.DeleteAsync(point, cancellationToken);
        ISnapshotStore store = await site.OpenStoreAsync(cancellationToken);
        foreach (RecoveryPointDisk disk in point.Disks)
        {
            try
            {
                await store.DeleteAsync(disk.SnapshotId, cancellationToken);
            }
            catch (SnapshotStoreException error) when (error.ErrorId == ErrorIds.SnapshotNotFound)
            {
                // An earlier run came as far as this and was killed.
            }
        }

        // Before the row, by which a removal that was killed is found again.
        if (services.Evidence is { } evidence) await evidence.WriteAsync(site, EvidenceFacts.Deleted(point), cancellationToken);
        await services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                if (await transaction.FindAsync<RecoveryPoint>(point.Id, token) is { } row) await transaction.DeleteAsync(row, token);
                await transaction.ForgetProofAsync(point, token);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Points that a machine was made from, or that are mounted.</summary>
    private async Task<IReadOnlySet<string>> InUseAsync(ReplicatedVM vm, CancellationToken cancellationToken)
    {
        IReadOnlyList<PointMount> mounts = await services.Catalog.ReadAsync(
            (reader, token) => reader.ListAsync<PointMount>(ownerId: vm.Id, cancellationToken: token), cancellationToken);
        return new HashSet<string>([.. new[] { vm.FailedOverPointId, vm.TestPointId }.OfType<string>(), .. mounts.Select(mount => mount.PointId)]);
    }
}
