using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Manifests;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.States;

namespace Replication.Core.Service;

/// <summary>Recovery points: list, pin, and adopt what a store holds when the primary and its catalog are gone.</summary>
public sealed class PointCatalog(EngineServices services, JobQueue queue, string actor)
{
    /// <summary>Points of a VM at its replica site, oldest first, from the manifests there.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="damaged">Takes the manifests that cannot be read; without it such a one is thrown.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<RecoveryPoint>> ListAsync(
        ReplicatedVM vm, ICollection<ReplicationException>? damaged = null, CancellationToken cancellationToken = default)
    {
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        return await services.Inventory.PointsAsync(site, vm, cancellationToken, damaged);
    }

    /// <summary>Points as the catalog's copies have them: at hand at once, not necessarily complete.</summary>
    public Task<IReadOnlyList<RecoveryPoint>> ListKnownAsync(ReplicatedVM vm, CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync((reader, token) => reader.ListAsync<RecoveryPoint>(ownerId: vm.Id, cancellationToken: token), cancellationToken);

    /// <summary>Of points by their ids, the catalog's copies; those that it does not have are left out.</summary>
    public Task<IReadOnlyList<RecoveryPoint>> FindKnownAsync(IReadOnlyCollection<string> pointIds, CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync<IReadOnlyList<RecoveryPoint>>(
            async (reader, token) =>
            {
                var points = new List<RecoveryPoint>(pointIds.Count);
                foreach (string id in pointIds)
                {
                    if (await reader.FindAsync<RecoveryPoint>(id, token) is { } point) points.Add(point);
                }

                return points;
            },
            cancellationToken);

    /// <summary>Snapshots behind a point, as its site's store describes them.</summary>
    public async Task<(string StoreId, IReadOnlyList<(string DiskId, SnapshotInfo Snapshot)> Snapshots)> SnapshotsAsync(
        ReplicatedVM vm, RecoveryPoint point, CancellationToken cancellationToken = default)
    {
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        ISnapshotStore store = await site.OpenStoreAsync(cancellationToken);
        var snapshots = new List<(string, SnapshotInfo)>();
        foreach (RecoveryPointDisk disk in point.Disks) snapshots.Add((disk.DiskId, await store.DescribeAsync(disk.SnapshotId, cancellationToken)));
        return (store.Id, snapshots);
    }

    /// <summary>A job like every verb that writes to a store: only the owner of the workspace may.</summary>
    /// <exception cref="ReplicationException">What kept the job from succeeding.</exception>
    public async Task<RecoveryPoint> SetPinnedAsync(ReplicatedVM vm, string pointId, bool pinned, CancellationToken cancellationToken = default)
    {
        ReplicationJob submitted = await queue.SubmitAsync(new VmVerbs().PinPoint(vm, pointId, pinned), cancellationToken);
        ReplicationJob job = await queue.FollowAsync(submitted.Id, null, cancellationToken);
        if (job.Error is { } error) throw new ReplicationException(error.ErrorId, error.Target, error.Message);
        ISite site = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        return await services.Inventory.PointAsync(site, vm, pointId, cancellationToken);
    }

    /// <summary>What a store holds, without any catalog.</summary>
    public async Task<IReadOnlyList<RecoveryPoint>> ListStoreAsync(
        string storePath, ICollection<ReplicationException>? damaged = null, CancellationToken cancellationToken = default)
    {
        await using IReplicaStorage store = await services.Stores.OpenAsync(storePath, StoreAccess.Read, cancellationToken: cancellationToken);
        return await ListAsync(store, damaged, cancellationToken);
    }

    /// <summary>What a destination holds that no catalog knows any more.</summary>
    public async Task<IReadOnlyList<RecoveryPoint>> ListSiteAsync(
        SiteKind kind, IReadOnlyDictionary<string, string> settings, ICollection<ReplicationException>? damaged = null, CancellationToken cancellationToken = default)
    {
        var definition = new SiteDefinition { Id = Guid.NewGuid().ToString(), Name = "recovery", SiteKind = kind, Settings = settings };
        // The store of a Local site is looked at without making a site of the folder for machines.
        if (kind == SiteKind.Local && LocalSiteSettings.StorePath(definition) is { } store) return await ListStoreAsync(store, damaged, cancellationToken);
        ISite site = await services.Sites.OpenAsync(definition, cancellationToken);
        return await ListAsync(await site.OpenManifestsAsync(cancellationToken), damaged, cancellationToken);
    }

    /// <summary>
    /// Takes over a VM whose points a store holds: afterwards it can be failed over, completed and reversed like any
    /// other. The former primary is known by id only. Repeating it changes nothing.
    /// </summary>
    /// <param name="kind">Kind of the site that holds the points.</param>
    /// <param name="settings">Where it is, as a site of that kind is added; recovered machines are made there.</param>
    /// <param name="vmNameOrId">Which VM.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ReplicatedVM> AdoptAsync(
        SiteKind kind, IReadOnlyDictionary<string, string> settings, string vmNameOrId, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<RecoveryPoint> points = await ListSiteAsync(kind, settings, [], cancellationToken);
        RecoveryPoint[] ofVm = [.. points.Where(point => point.VmId == vmNameOrId || string.Equals(point.VmName, vmNameOrId, StringComparison.OrdinalIgnoreCase))];
        if (ofVm.Select(point => point.VmId).Distinct().Count() > 1)
            throw new ReplicationException("VmAmbiguous", $"VM {vmNameOrId}", "The destination holds several VMs of this name.", "the id of one of them.");
        RecoveryPoint newest = ofVm.MaxBy(point => (point.Sequence, point.SourceTime))
            ?? throw new ReplicationException("VmNotInStore", $"VM {vmNameOrId}", "The destination holds no recovery point of it.");
        var site = new SiteDefinition
        {
            Id = newest.SiteId,
            Name = $"recovered-{newest.SiteId[..8]}",
            SiteKind = kind,
            Settings = settings,
        };
        bool known = await services.Catalog.ReadAsync(
            async (reader, token) => await reader.FindAsync<SiteDefinition>(site.Id, token) is not null, cancellationToken);
        // Opened before it is known, so that its folder is made and marked as a site's.
        if (!known) await services.Sites.OpenAsync(site, cancellationToken);
        return await services.Catalog.TransactAsync((transaction, token) => AdoptAsync(transaction, newest, site, token), cancellationToken);
    }

    private async Task<ReplicatedVM> AdoptAsync(
        ICatalogTransaction transaction, RecoveryPoint newest, SiteDefinition site, CancellationToken cancellationToken)
    {
        if (await transaction.FindAsync<ReplicatedVM>(newest.VmId, cancellationToken) is { } known) return known;
        if (await transaction.FindAsync<SiteDefinition>(newest.SiteId, cancellationToken) is null) await transaction.InsertAsync(site, cancellationToken);

        if (await transaction.FindAsync<SiteDefinition>(newest.SourceSiteId, cancellationToken) is null)
        {
            await transaction.InsertAsync(
                new SiteDefinition { Id = newest.SourceSiteId, Name = $"lost-{newest.SourceSiteId[..8]}", SiteKind = SiteKind.Unknown }, cancellationToken);
        }

        if (await transaction.FindAsync<ReplicationGroup>(newest.GroupId, cancellationToken) is null)
        {
            var policy = new ReplicationPolicy { Id = Guid.NewGuid().ToString(), Name = $"{newest.GroupName}-{newest.GroupId[..8]}" };
            await transaction.InsertAsync(policy, cancellationToken);
            await transaction.InsertAsync(
                new ReplicationGroup
                {
                    Id = newest.GroupId,
                    Name = newest.GroupName,
                    SourceSiteId = newest.SourceSiteId,
                    TargetSiteId = newest.SiteId,
                    PolicyId = policy.Id,
                },
                cancellationToken);
        }

        await transaction.AppendAuditAsync(new AuditEntry(services.Time.GetUtcNow(), actor, "AdoptVM", newest.VmName, "Succeeded", site.Name), cancellationToken);
        return await transaction.InsertAsync(
            new ReplicatedVM
            {
                Id = newest.VmId,
                Name = newest.VmName,
                GroupId = newest.GroupId,
                ReplicationState = ReplicationState.Replicating,
                PrimarySiteId = newest.SourceSiteId,
                ReplicaSiteId = newest.SiteId,
                PrimaryMachineId = newest.Machine.Id,
                LatestPointId = newest.Id,
            },
            cancellationToken);
    }

    private static async Task<IReadOnlyList<RecoveryPoint>> ListAsync(
        IManifestStore manifests, ICollection<ReplicationException>? damaged, CancellationToken cancellationToken)
    {
        var points = new List<RecoveryPoint>();
        await foreach (RecoveryPoint point in new RecoveryPointManifests(manifests).ListAsync(null, damaged, cancellationToken)) points.Add(point);
        return points;
    }
}
