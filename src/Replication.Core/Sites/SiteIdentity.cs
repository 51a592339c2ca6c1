using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Manifests;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites.Remote;
using Replication.Core.Snapshots;

namespace Replication.Core.Sites;

/// <summary>
/// What makes a site this one and no other: its region, the store that holds its recovery points, the machines that VMs
/// refer to. Settings say how to find these and may change; what is found must stay the same. It is proven by what the
/// catalog knows and by what the changed site answers, because the old way there may be lost: that is why people change it.
/// </summary>
internal sealed class SiteIdentity(EngineServices services)
{
    private const string Region = "region";

    /// <summary>Settings that decide which folder, account or bucket is meant. A change of others needs no look at the place.</summary>
    private static readonly string[] PlaceSettings =
    [
        LocalSiteSettings.PathName, LocalSiteSettings.StoreName, "account", "profile", "role", "externalId", "serviceUrl", "ebsUrl", "ec2Url", "s3Url", "stsUrl",
        "bucket", "prefix", RemoteSiteSettings.UrlName, Region,
    ];

    /// <exception cref="ReplicationException">
    /// SiteIdentityChanged, SiteInUse, OptionInvalid, and what opening the changed site refuses.
    /// </exception>
    public async Task RequireAsync(SiteDefinition site, SiteDefinition changed, CancellationToken cancellationToken)
    {
        RequireNames(site, changed);
        if (site.SiteKind != SiteKind.Remote && Differs(site, changed, Region))
            throw Another(site, $"Its region is {site.Settings.GetValueOrDefault(Region)}, and {changed.Settings.GetValueOrDefault(Region, "none")} is another place.");
        ISite opened = await services.Sites.OpenAsync(changed, cancellationToken);
        if (!PlaceSettings.Any(name => Differs(site, changed, name))) return;
        var (groups, vms, points) = await services.Catalog.ReadAsync(
            async (reader, token) => (
                await reader.ListAsync<ReplicationGroup>(cancellationToken: token), await reader.ListAsync<ReplicatedVM>(cancellationToken: token),
                await reader.ListAsync<RecoveryPoint>(cancellationToken: token)),
            cancellationToken);
        if (!opened.AcceptsReplicas && groups.FirstOrDefault(group => group.TargetSiteId == site.Id) is { } receiving)
            throw new ReplicationException("SiteInUse", $"Site {site.Name}", $"It receives the replicas of group {receiving.Name}.", "a site with a store.");
        RecoveryPoint[] newest = [.. points.Where(point => point.SiteId == site.Id).GroupBy(point => point.VmId).Select(ofVm => ofVm.MaxBy(point => point.Sequence)!)];
        await RequireStoreAsync(site, changed, opened, newest, cancellationToken);
        foreach (ReplicatedVM vm in vms) await RequireMachineAsync(site, opened, vm, cancellationToken);
    }

    private async Task RequireStoreAsync(
        SiteDefinition site, SiteDefinition changed, ISite opened, IReadOnlyCollection<RecoveryPoint> newest, CancellationToken cancellationToken)
    {
        var known = newest.Select(point => point.StoreId).ToHashSet(StringComparer.Ordinal);
        if (site.SiteKind == SiteKind.Local)
        {
            if (LocalSiteSettings.StorePath(site) == LocalSiteSettings.StorePath(changed)) return;
            // Transfers that are not finished yet lie in the store as well, before any point does.
            if (await LocalStoreIdAsync(site, cancellationToken) is { } present) known.Add(present);
        }

        if (known.Count == 0) return;
        string? found = !opened.AcceptsReplicas ? null
            : site.SiteKind == SiteKind.Local ? await LocalStoreIdAsync(changed, cancellationToken)
            : (await opened.OpenStoreAsync(cancellationToken)).Id;
        if (found is null) throw Another(site, $"Its store {string.Join(", ", known)} would not be found any more.");
        if (known.Any(id => id != found)) throw Another(site, $"Its store is {string.Join(", ", known)}; there is another one, {found}.");
        IManifestStore manifests = await opened.OpenManifestsAsync(cancellationToken);
        foreach (RecoveryPoint point in newest)
        {
            if (await manifests.ReadAsync(RecoveryPointManifests.NameOf(point), cancellationToken) is null)
                throw Another(site, $"Recovery point {point.Id} of {point.VmName} would not be found any more.");
        }
    }

    /// <summary>Null where there is no store. Read, never made: a store in the wrong place must not come of a question.</summary>
    private async Task<string?> LocalStoreIdAsync(SiteDefinition site, CancellationToken cancellationToken)
    {
        if (LocalSiteSettings.StorePath(site) is not { } path) return null;
        try
        {
            await using IReplicaStorage store = await services.Stores.OpenAsync(path, StoreAccess.Read, cancellationToken: cancellationToken);
            return store.Id;
        }
        catch (SnapshotStoreException missing) when (missing.ErrorId == ErrorIds.StoreNotFound)
        {
            return null;
        }
    }

    private static async Task RequireMachineAsync(SiteDefinition site, ISite opened, ReplicatedVM vm, CancellationToken cancellationToken)
    {
        string? machine = vm.PrimarySiteId == site.Id ? vm.PrimaryMachineId : vm.ReplicaSiteId == site.Id ? vm.ReplicaMachineId : null;
        if (machine is not null && await opened.FindMachineAsync(machine, cancellationToken) is null)
            throw Another(site, $"Machine {machine} of VM {vm.Name} would not be found any more.");
    }

    private static void RequireNames(SiteDefinition site, SiteDefinition changed)
    {
        string? wrong = changed.Settings.Keys.FirstOrDefault(name => site.SiteKind switch
        {
            SiteKind.Local => !LocalSiteSettings.Names.Contains(name),
            SiteKind.Remote => !RemoteSiteSettings.Names.Contains(name),
            _ => name != LocalSiteSettings.StoreName && LocalSiteSettings.Names.Contains(name),
        });
        if (wrong is not null) throw new ReplicationException("OptionInvalid", wrong, $"Site {site.Name} is of kind {site.SiteKind} and has no such setting.");
    }

    private static bool Differs(SiteDefinition site, SiteDefinition changed, string name) =>
        site.Settings.GetValueOrDefault(name) != changed.Settings.GetValueOrDefault(name);

    private static ReplicationException Another(SiteDefinition site, string found) => new(
        "SiteIdentityChanged", $"Site {site.Name}", found, "settings by which the same store and machines are found.", "For another place add another site.");
}
