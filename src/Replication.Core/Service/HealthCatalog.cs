using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Sites;
using Replication.Core.Snapshots;

namespace Replication.Core.Service;

/// <summary>Health and achieved RPO of VMs (docs/health.md).</summary>
public sealed class HealthCatalog(EngineServices services, string actor)
{
    /// <summary>From the points that the replica site holds, and with what waits at the primary site.</summary>
    public async Task<ReplicationHealth> OfAsync(ReplicatedVM vm, CancellationToken cancellationToken = default)
    {
        ISite replica = await services.Inventory.SiteAsync(vm.ReplicaSiteId, cancellationToken);
        IReadOnlyList<RecoveryPoint> points = await services.Inventory.PointsAsync(replica, vm, cancellationToken, []);
        ReplicationPolicy policy = await services.Inventory.PolicyOfAsync(vm, cancellationToken);
        (ReplicationHistory? history, MonitoringSettings monitoring) = await services.Catalog.ReadAsync(
            async (reader, token) => (await reader.FindAsync<ReplicationHistory>(vm.Id, token), await MonitoringSettings.ReadAsync(reader, token)), cancellationToken);
        var subject = new HealthSubject(vm, policy, points)
        {
            History = history,
            Monitoring = monitoring,
            PendingBytes = points.Count > 0 ? await PendingAsync(vm, points[^1], cancellationToken) : null,
        };
        return HealthRules.Evaluate(subject, services.Time.GetUtcNow());
    }

    /// <summary>
    /// Of all VMs, from the catalog alone: one consistent read, whatever the destinations do. Points that other workspaces made and this catalog
    /// does not know are not in it, nor is what waits at the sources.
    /// </summary>
    public Task<IReadOnlyList<VMHealth>> ListKnownAsync(CancellationToken cancellationToken = default) => services.Catalog.ReadAsync(
        async (reader, token) =>
        {
            MonitoringSettings monitoring = await MonitoringSettings.ReadAsync(reader, token);
            var policies = (await reader.ListAsync<ReplicationPolicy>(cancellationToken: token)).ToDictionary(policy => policy.Id);
            var groups = (await reader.ListAsync<ReplicationGroup>(cancellationToken: token)).ToDictionary(group => group.Id);
            var histories = (await reader.ListAsync<ReplicationHistory>(cancellationToken: token)).ToDictionary(history => history.Id);
            DateTimeOffset now = services.Time.GetUtcNow();
            var all = new List<VMHealth>();
            foreach (ReplicatedVM vm in await reader.ListAsync<ReplicatedVM>(cancellationToken: token))
            {
                if (!groups.TryGetValue(vm.GroupId, out ReplicationGroup? group) || !policies.TryGetValue(group.PolicyId, out ReplicationPolicy? policy)) continue;
                ReplicationHistory? history = histories.GetValueOrDefault(vm.Id);
                // The histories say it all but for VMs that were adopted from their points: reading the points of all would cost a hundred times as much.
                IReadOnlyList<RecoveryPoint> points = history is not null ? [] : await reader.ListAsync<RecoveryPoint>(vm.Id, cancellationToken: token);
                var subject = new HealthSubject(vm, policy, [.. points.Where(point => point.SiteId == vm.ReplicaSiteId)]) { History = history, Monitoring = monitoring };
                all.Add(new VMHealth(vm, group, HealthRules.Evaluate(subject, now)));
            }

            return (IReadOnlyList<VMHealth>)all;
        },
        cancellationToken);

    /// <summary>How full the destinations are. Measuring a store looks at all of it: not for every minute.</summary>
    public async Task<IReadOnlyList<StoreHealth>> StoresAsync(CancellationToken cancellationToken = default)
    {
        var stores = new List<StoreHealth>();
        foreach (SiteDefinition definition in await services.Catalog.ReadAsync((reader, token) => reader.ListAsync<SiteDefinition>(cancellationToken: token), cancellationToken))
        {
            try
            {
                ISite site = await services.Sites.OpenAsync(definition, cancellationToken);
                if (!site.AcceptsReplicas) continue;
                StoreSizes? sizes = await site.OpenStoreAsync(cancellationToken) is IStoreMaintenance store ? await store.MeasureAsync(cancellationToken) : null;
                stores.Add(new StoreHealth(definition.Name, sizes, site.FreeBytes));
            }
            catch (ReplicationException)
            {
                // One that cannot be reached has no size; the health of its VMs says so.
            }
        }

        return stores;
    }

    /// <summary>Histories of VMs by their ids; those that have none are left out.</summary>
    public Task<IReadOnlyDictionary<string, ReplicationHistory>> HistoriesAsync(IReadOnlyCollection<string> vmIds, CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync<IReadOnlyDictionary<string, ReplicationHistory>>(
            async (reader, token) =>
            {
                var histories = new Dictionary<string, ReplicationHistory>(StringComparer.Ordinal);
                foreach (string id in vmIds)
                {
                    if (await reader.FindAsync<ReplicationHistory>(id, token) is { } history) histories[id] = history;
                }

                return histories;
            },
            cancellationToken);

    public Task<MonitoringSettings> MonitoringAsync(CancellationToken cancellationToken = default) => services.Catalog.ReadAsync(MonitoringSettings.ReadAsync, cancellationToken);

    /// <exception cref="ReplicationException">MonitoringInvalid</exception>
    public Task<MonitoringSettings> SetMonitoringAsync(Func<MonitoringSettings, MonitoringSettings> change, CancellationToken cancellationToken = default) =>
        services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                MonitoringSettings changed = change(await MonitoringSettings.ReadAsync(transaction, token));
                changed.Validate();
                await transaction.AppendAuditAsync(new AuditEntry(services.Time.GetUtcNow(), actor, "SetMonitoring", changed.Id, "Succeeded"), token);
                return changed.Version == 0 ? await transaction.InsertAsync(changed, token) : await transaction.UpdateAsync(changed, token);
            },
            cancellationToken);

    /// <summary>Bytes that have changed at the primary site since its newest point; null where it keeps no track, or cannot be asked.</summary>
    public async Task<long?> PendingAsync(ReplicatedVM vm, RecoveryPoint newest, CancellationToken cancellationToken = default)
    {
        // Only from the very capture that the newest point was made of does the source know what is missing there.
        if (newest.Disks.Any(disk => disk.ChangeToken is null)) return null;
        try
        {
            ISite primary = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
            if (primary is not IPendingChanges changes) return null;
            return await changes.PendingBytesAsync(vm.PrimaryMachineId, newest.Disks.ToDictionary(disk => disk.DiskId, disk => disk.ChangeToken!), cancellationToken);
        }
        catch (ReplicationException)
        {
            // A primary that cannot be asked has an unknown backlog; its health says enough.
            return null;
        }
    }
}
