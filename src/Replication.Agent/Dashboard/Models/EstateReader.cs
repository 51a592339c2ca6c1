using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Policies;
using Replication.Core.Service;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Agent.Dashboard.Models;

/// <summary>Reads the estate from the catalog. One caller at a time.</summary>
internal sealed class EstateReader(ReplicationService service, TimeProvider time)
{
    private readonly EstateFacts _facts = new(service, time);

    public async Task<Estate> ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SiteDefinition> sites = await service.Sites.ListAsync(cancellationToken);
        Dictionary<string, ReplicationPolicy> policies = (await service.Policies.ListAsync(cancellationToken)).ToDictionary(policy => policy.Id);
        Dictionary<string, ReplicationGroup> groups = (await service.Groups.ListAsync(cancellationToken)).ToDictionary(group => group.Id);
        IReadOnlyList<ReplicatedVM> vms = await service.Groups.ListVmsAsync(cancellationToken: cancellationToken);
        await _facts.RefreshAsync(vms, vm => PolicyOf(groups.GetValueOrDefault(vm.GroupId)), cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<string, string> siteNames = sites.ToDictionary(site => site.Id, site => site.Name);
        MachineView[] machines =
        [
            .. vms.Select(vm => ViewOf(vm, groups.GetValueOrDefault(vm.GroupId), PolicyOf(groups.GetValueOrDefault(vm.GroupId)), now))
                .OrderByDescending(machine => machine.Health.State).ThenByDescending(machine => machine.Strain)
                .ThenBy(machine => machine.Vm.Name, StringComparer.OrdinalIgnoreCase),
        ];
        ILookup<string, MachineView> members = machines.ToLookup(machine => machine.Vm.GroupId);
        GroupView[] groupViews =
        [
            .. groups.Values.Select(group => new GroupView(
                    group, PolicyOf(group), siteNames.GetValueOrDefault(group.SourceSiteId, group.SourceSiteId),
                    siteNames.GetValueOrDefault(group.TargetSiteId, group.TargetSiteId), [.. members[group.Id]]))
                .OrderByDescending(group => group.Worst).ThenBy(group => group.Group.Name, StringComparer.OrdinalIgnoreCase),
        ];
        return new Estate(now, Sign(machines, groupViews), machines, groupViews, siteNames);

        // A policy that was removed at this very moment is shown with the defaults for as long as one reading.
        ReplicationPolicy PolicyOf(ReplicationGroup? group) =>
            group is not null && policies.TryGetValue(group.PolicyId, out ReplicationPolicy? policy) ? policy : new ReplicationPolicy { Id = "", Name = "" };
    }

    private MachineView ViewOf(ReplicatedVM vm, ReplicationGroup? group, ReplicationPolicy policy, DateTimeOffset now)
    {
        MachineFacts? facts = _facts.Find(vm);
        ReplicationHealth health = HealthRules.Evaluate(new HealthSubject(vm, policy, facts?.Newest is { } point ? [point] : []), now);
        if (facts?.Cycles is { } cycles && health.State is HealthState.Normal or HealthState.Warning && vm.ReplicationState == ReplicationState.Replicating)
            health = health with { Findings = [.. health.Findings, cycles], State = HealthState.Warning };
        return new MachineView(vm, group?.Name ?? vm.GroupId, policy, health, facts?.Newest?.SourceTime);
    }

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
