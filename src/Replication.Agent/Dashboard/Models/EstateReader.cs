using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Service;
using Replication.Core.Sites;

namespace Replication.Agent.Dashboard.Models;

/// <summary>
/// Reads the estate from the catalog. The newest point of each VM is kept between readings, so that of ten thousand machines only those
/// that have a new one since are looked up again. One caller at a time.
/// </summary>
internal sealed class EstateReader(ReplicationService service, TimeProvider time)
{
    /// <summary>Points that are looked up in one transaction of the catalog.</summary>
    private const int LookupsAtOnce = 500;

    private Dictionary<string, RecoveryPoint> _newest = new(StringComparer.Ordinal);

    public async Task<Estate> ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SiteDefinition> sites = await service.Sites.ListAsync(cancellationToken);
        Dictionary<string, ReplicationPolicy> policies = (await service.Policies.ListAsync(cancellationToken)).ToDictionary(policy => policy.Id);
        IReadOnlyList<ReplicationGroup> groups = await service.Groups.ListAsync(cancellationToken);
        IReadOnlyList<ReplicatedVM> vms = await service.Groups.ListVmsAsync(cancellationToken: cancellationToken);
        await LookUpAsync(vms, cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<string, string> siteNames = sites.ToDictionary(site => site.Id, site => site.Name);
        Dictionary<string, ReplicationGroup> groupsById = groups.ToDictionary(group => group.Id);
        MachineView[] machines =
        [
            .. vms.Select(vm => ViewOf(vm, groupsById.GetValueOrDefault(vm.GroupId), policies, now))
                .OrderByDescending(machine => machine.Health.State).ThenByDescending(machine => machine.Strain)
                .ThenBy(machine => machine.Vm.Name, StringComparer.OrdinalIgnoreCase),
        ];
        ILookup<string, MachineView> members = machines.ToLookup(machine => machine.Vm.GroupId);
        GroupView[] groupViews =
        [
            .. groups.Select(group => new GroupView(
                    group, PolicyOf(group, policies), siteNames.GetValueOrDefault(group.SourceSiteId, group.SourceSiteId),
                    siteNames.GetValueOrDefault(group.TargetSiteId, group.TargetSiteId), [.. members[group.Id]]))
                .OrderByDescending(group => group.Worst).ThenBy(group => group.Group.Name, StringComparer.OrdinalIgnoreCase),
        ];
        return new Estate(now, Sign(machines, groupViews), machines, groupViews, siteNames);
    }

    private async Task LookUpAsync(IReadOnlyList<ReplicatedVM> vms, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<string, RecoveryPoint>(vms.Count, StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (ReplicatedVM vm in vms)
        {
            if (vm.LatestPointId is not { } id) continue;
            if (_newest.TryGetValue(id, out RecoveryPoint? known)) newest[id] = known;
            else missing.Add(id);
        }

        foreach (string[] ids in missing.Chunk(LookupsAtOnce))
        {
            // Ages follow from times alone; ten thousand machines with all their disks would be memory for nothing.
            foreach (RecoveryPoint point in await service.Points.FindKnownAsync(ids, cancellationToken)) newest[point.Id] = point with { Disks = [] };
        }

        _newest = newest;
    }

    private MachineView ViewOf(ReplicatedVM vm, ReplicationGroup? group, Dictionary<string, ReplicationPolicy> policies, DateTimeOffset now)
    {
        ReplicationPolicy policy = PolicyOf(group, policies);
        RecoveryPoint? newest = vm.LatestPointId is { } id ? _newest.GetValueOrDefault(id) : null;
        return new MachineView(vm, group?.Name ?? vm.GroupId, policy, ReplicationHealth.Of(vm, policy, newest is null ? [] : [newest], now), newest?.SourceTime);
    }

    /// <summary>A policy that was removed at this very moment is shown with the defaults for as long as one reading.</summary>
    private static ReplicationPolicy PolicyOf(ReplicationGroup? group, Dictionary<string, ReplicationPolicy> policies) =>
        group is not null && policies.TryGetValue(group.PolicyId, out ReplicationPolicy? policy) ? policy : new ReplicationPolicy { Id = "", Name = "" };

    private static string Sign(IEnumerable<MachineView> machines, IEnumerable<GroupView> groups)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (MachineView machine in machines)
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{machine.Vm.Id}/{machine.Vm.Version}/{machine.Health.State};")));
        foreach (GroupView group in groups)
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{group.Group.Id}/{group.Group.Version}/{group.Policy.Version};")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
