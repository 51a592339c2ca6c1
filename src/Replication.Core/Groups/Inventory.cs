using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;

namespace Replication.Core.Groups;

/// <summary>Looks things up for the verbs, with one error per thing that is not there.</summary>
public sealed class Inventory(ICatalog catalog, ISiteFactory sites)
{
    public async Task<ReplicatedVM> VmAsync(string vmId, CancellationToken cancellationToken) =>
        await FindAsync<ReplicatedVM>(vmId, cancellationToken)
        ?? throw new ReplicationException("VmNotReplicated", $"VM {vmId}", "It is not in any replication group.", nextStep: "Add it to a group first.");

    public async Task<ReplicationGroup> GroupAsync(string groupId, CancellationToken cancellationToken) =>
        await FindAsync<ReplicationGroup>(groupId, cancellationToken)
        ?? throw new ReplicationException("GroupNotFound", $"Group {groupId}", "There is no such group.");

    public async Task<ReplicationPolicy> PolicyOfAsync(ReplicatedVM vm, CancellationToken cancellationToken)
    {
        ReplicationGroup group = await GroupAsync(vm.GroupId, cancellationToken);
        return await FindAsync<ReplicationPolicy>(group.PolicyId, cancellationToken)
            ?? throw new ReplicationException("PolicyNotFound", $"Group {group.Name}", $"Its policy {group.PolicyId} does not exist.");
    }

    public async Task<ISite> SiteAsync(string siteId, CancellationToken cancellationToken)
    {
        SiteDefinition definition = await FindAsync<SiteDefinition>(siteId, cancellationToken)
            ?? throw new ReplicationException("SiteNotFound", $"Site {siteId}", "There is no such site.");
        return await sites.OpenAsync(definition, cancellationToken);
    }

    public async Task<RecoveryPointManifests> ManifestsAsync(ISite site, CancellationToken cancellationToken) =>
        new(await site.OpenManifestsAsync(cancellationToken));

    /// <summary>The point from its manifest at the destination, which is the truth; the catalog's row is a copy.</summary>
    public async Task<RecoveryPoint?> FindPointAsync(ISite site, string vmId, string pointId, CancellationToken cancellationToken) =>
        await (await ManifestsAsync(site, cancellationToken)).FindAsync(vmId, pointId, cancellationToken);

    public async Task<RecoveryPoint> PointAsync(ISite site, ReplicatedVM vm, string pointId, CancellationToken cancellationToken) =>
        await FindPointAsync(site, vm.Id, pointId, cancellationToken)
        ?? throw new ReplicationException(
            "RecoveryPointNotFound", $"VM {vm.Name}", $"It has no recovery point {pointId} at site {site.Definition.Name}.",
            "a point that is kept.", "List the points to see which are.");

    /// <summary>Points of a VM at a site, oldest first.</summary>
    public async Task<IReadOnlyList<RecoveryPoint>> PointsAsync(
        ISite site, ReplicatedVM vm, CancellationToken cancellationToken, ICollection<ReplicationException>? damaged = null)
    {
        var points = new List<RecoveryPoint>();
        await foreach (RecoveryPoint point in (await ManifestsAsync(site, cancellationToken)).ListAsync(vm.Id, damaged, cancellationToken)) points.Add(point);
        return points;
    }

    /// <summary>The named point, or the newest one when none is named.</summary>
    public async Task<RecoveryPoint> PointOrLatestAsync(ISite site, ReplicatedVM vm, string? pointId, CancellationToken cancellationToken)
    {
        if (pointId is not null) return await PointAsync(site, vm, pointId, cancellationToken);
        return await (await ManifestsAsync(site, cancellationToken)).FindNewestAsync(vm.Id, cancellationToken: cancellationToken) ?? throw new ReplicationException(
            "RecoveryPointNotFound", $"VM {vm.Name}", $"It has no recovery point at site {site.Definition.Name}.", "a completed replication.",
            "Start replication and wait for the first point.");
    }

    private Task<T?> FindAsync<T>(string id, CancellationToken cancellationToken) where T : class, ICatalogEntity =>
        RunDefinitions.FindAsync(id, () => catalog.FindAsync<T>(id, cancellationToken));
}
