using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Machines;
using Replication.Core.Policies;
using Replication.Core.Rules.Failback;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Service;

/// <summary>Groups with their policies, and the VMs in them.</summary>
public sealed class GroupCatalog(EngineServices services, string actor)
{
    public async Task<ReplicationGroup> NewAsync(
        string name, SiteDefinition source, SiteDefinition target, ReplicationPolicy? policy = null, CancellationToken cancellationToken = default)
    {
        if (source.Id == target.Id)
            throw new ReplicationException("SameSite", $"Group {name}", $"Source and target are both site {source.Name}.", "two different sites.");
        policy ??= new ReplicationPolicy { Id = Guid.NewGuid().ToString(), Name = name };
        FailbackPolicy.RequireOther(policy.Name);
        policy.Validate();
        ISite replica = await services.Sites.OpenAsync(target, cancellationToken);
        if (!replica.AcceptsReplicas)
        {
            throw new ReplicationException(
                "ReplicaServerDisabled", $"Site {target.Name}", "It does not accept replication.", "a site with a store.", "Give the site a store.");
        }

        AchievableFrequency.Require(policy, await services.Sites.OpenAsync(source, cancellationToken));
        AchievableFrequency.Require(policy, replica);
        return await services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                if (policy.Version == 0) await transaction.InsertAsync(policy, token);
                await AuditAsync(transaction, "NewGroup", name, token);
                return await transaction.InsertAsync(
                    new ReplicationGroup { Id = Guid.NewGuid().ToString(), Name = name, SourceSiteId = source.Id, TargetSiteId = target.Id, PolicyId = policy.Id }, token);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<ReplicationGroup>> ListAsync(CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync((reader, token) => reader.ListAsync<ReplicationGroup>(cancellationToken: token), cancellationToken);

    public async Task<ReplicationGroup> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await services.Catalog.ReadAsync(
            async (reader, token) => await reader.FindByNameAsync<ReplicationGroup>(name, cancellationToken: token) ?? await reader.FindAsync<ReplicationGroup>(name, token),
            cancellationToken)
        ?? throw new ReplicationException("GroupNotFound", $"Group {name}", "There is no such group.", nextStep: "List the groups, or make it.");

    public async Task<ReplicationPolicy> PolicyOfAsync(ReplicationGroup group, CancellationToken cancellationToken = default) =>
        await services.Catalog.FindAsync<ReplicationPolicy>(group.PolicyId, cancellationToken)
        ?? throw new ReplicationException("PolicyNotFound", $"Group {group.Name}", $"Its policy {group.PolicyId} does not exist.");

    public Task RemoveAsync(ReplicationGroup group, CancellationToken cancellationToken = default) => services.Catalog.TransactAsync(
        async (transaction, token) =>
        {
            var vms = await transaction.ListAsync<ReplicatedVM>(ownerId: group.Id, cancellationToken: token);
            if (vms.Count > 0)
            {
                throw new ReplicationException(
                    "GroupNotEmpty", $"Group {group.Name}", $"It still has {string.Join(", ", vms.Select(vm => vm.Name))}.", "an empty group.", "Remove its VMs first.");
            }

            await transaction.DeleteAsync(group, token);
            await DropPolicyAsync(transaction, group.PolicyId, token);
            await AuditAsync(transaction, "RemoveGroup", group.Name, token);
            return true;
        },
        cancellationToken);

    /// <summary>Binds a machine to the group by its id (GEN-03).</summary>
    public async Task<ReplicatedVM> AddVmAsync(
        ReplicationGroup group, string machineNameOrId, IReadOnlyCollection<string>? excludedDisks = null, CancellationToken cancellationToken = default)
    {
        ISite site = await services.Inventory.SiteAsync(group.SourceSiteId, cancellationToken);
        Machine machine = await MachineLookup.FindAsync(site, machineNameOrId, cancellationToken);
        RequireDisks(machine, excludedDisks ?? []);
        return await services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                var all = await transaction.ListAsync<ReplicatedVM>(cancellationToken: token);
                if (all.FirstOrDefault(vm => vm.PrimaryMachineId == machine.Id && vm.PrimarySiteId == group.SourceSiteId) is { } present)
                {
                    throw new ReplicationException(
                        "VmAlreadyReplicated", $"VM {machine.Name}", $"Its id {machine.Id} is protected already, as {present.Name}.", "a machine that is in no group.");
                }

                await AuditAsync(transaction, "AddVM", machine.Name, token);
                return await transaction.InsertAsync(
                    new ReplicatedVM
                    {
                        Id = Guid.NewGuid().ToString(),
                        Name = machine.Name,
                        GroupId = group.Id,
                        ReplicationState = ReplicationState.ReadyForInitialReplication,
                        PrimarySiteId = group.SourceSiteId,
                        ReplicaSiteId = group.TargetSiteId,
                        PrimaryMachineId = machine.Id,
                        ExcludedDisks = [.. excludedDisks ?? []],
                    },
                    token);
            },
            cancellationToken);
    }

    /// <summary>Changes how failovers and tests of a group are launched, and whether standby machines are kept.</summary>
    public Task<ReplicationGroup> SetAsync(ReplicationGroup group, Func<ReplicationGroup, ReplicationGroup> change, CancellationToken cancellationToken = default) =>
        services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                ReplicationGroup present = await transaction.FindAsync<ReplicationGroup>(group.Id, token)
                    ?? throw new ReplicationException("GroupNotFound", $"Group {group.Name}", "There is no such group.");
                await AuditAsync(transaction, "SetGroup", group.Name, token);
                return await transaction.UpdateAsync(change(present), token);
            },
            cancellationToken);

    /// <summary>Gives a group another policy; one that was made for this group alone goes.</summary>
    public async Task<ReplicationGroup> SetPolicyAsync(ReplicationGroup group, ReplicationPolicy policy, CancellationToken cancellationToken = default)
    {
        FailbackPolicy.RequireOther(policy.Name);
        AchievableFrequency.Require(policy, await services.Inventory.SiteAsync(group.SourceSiteId, cancellationToken));
        AchievableFrequency.Require(policy, await services.Inventory.SiteAsync(group.TargetSiteId, cancellationToken));
        return await services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                ReplicationGroup changed = await transaction.UpdateAsync(group with { PolicyId = policy.Id }, token);
                await DropPolicyAsync(transaction, group.PolicyId, token);
                await AuditAsync(transaction, "SetGroup", group.Name, token);
                return changed;
            },
            cancellationToken);
    }

    /// <summary>Changes how failovers and tests of one VM are launched.</summary>
    public Task<ReplicatedVM> SetLaunchAsync(ReplicatedVM vm, LaunchSettings? launch, LaunchSettings? testLaunch, CancellationToken cancellationToken = default) =>
        services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                await AuditAsync(transaction, "SetVM", vm.Name, token);
                return await transaction.ChangeVmAsync(
                    vm.Id, present => present with { Launch = launch ?? present.Launch, TestLaunch = testLaunch ?? present.TestLaunch }, token);
            },
            cancellationToken);

    /// <summary>Changes which disks are replicated; the next point shows it, without starting over.</summary>
    public async Task<ReplicatedVM> SetExcludedDisksAsync(ReplicatedVM vm, IReadOnlyCollection<string> excludedDisks, CancellationToken cancellationToken = default)
    {
        // A disk that is left out already may be gone meanwhile; a new one that there is not is a slip of the pen.
        string[] more = [.. excludedDisks.Except(vm.ExcludedDisks)];
        if (more.Length > 0)
        {
            ISite site = await services.Inventory.SiteAsync(vm.PrimarySiteId, cancellationToken);
            if (await site.FindMachineAsync(vm.PrimaryMachineId, cancellationToken) is { } machine) RequireDisks(machine, more);
        }

        return await services.Catalog.TransactAsync(
            (transaction, token) => transaction.EndVerbAsync(vm.Id, ReplicationVerb.ChangeDisks, present => present with { ExcludedDisks = [.. excludedDisks] }, token),
            cancellationToken);
    }

    private static void RequireDisks(Machine machine, IEnumerable<string> disks)
    {
        string[] unknown = [.. disks.Except(machine.Disks.Select(disk => disk.Id))];
        if (unknown.Length == 0) return;
        throw new ReplicationException(
            "DiskNotFound", $"VM {machine.Name}", $"It has no disk {string.Join(", ", unknown)}.", string.Join(", ", machine.Disks.Select(disk => disk.Id)));
    }

    /// <summary>Begins to measure anew.</summary>
    public Task<ReplicatedVM> ResetStatisticsAsync(ReplicatedVM vm, CancellationToken cancellationToken = default) => services.Catalog.TransactAsync(
        async (transaction, token) =>
        {
            await AuditAsync(transaction, "ResetStatistics", vm.Name, token);
            await transaction.ResetHistoryAsync(vm.Id, token);
            return await transaction.ChangeVmAsync(
                vm.Id, present => present with { Statistics = new ReplicationStatistics { Since = services.Time.GetUtcNow() } }, token);
        },
        cancellationToken);

    public Task<IReadOnlyList<ReplicatedVM>> ListVmsAsync(ReplicationGroup? group = null, CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync((reader, token) => reader.ListAsync<ReplicatedVM>(ownerId: group?.Id, cancellationToken: token), cancellationToken);

    /// <summary>By name or id; a name that several groups use needs the group.</summary>
    public async Task<ReplicatedVM> GetVmAsync(string name, ReplicationGroup? group = null, CancellationToken cancellationToken = default)
    {
        var all = await ListVmsAsync(group, cancellationToken);
        ReplicatedVM[] found = [.. all.Where(vm => vm.Id == name || string.Equals(vm.Name, name, StringComparison.OrdinalIgnoreCase))];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ReplicationException("VmNotReplicated", $"VM {name}", "It is not in any replication group.", nextStep: "Add it to a group first."),
            _ => throw new ReplicationException("VmAmbiguous", $"VM {name}", $"{found.Length} groups have a VM of this name.", "a group or an id."),
        };
    }

    private static async Task DropPolicyAsync(ICatalogTransaction transaction, string policyId, CancellationToken cancellationToken)
    {
        var groups = await transaction.ListAsync<ReplicationGroup>(cancellationToken: cancellationToken);
        if (groups.Any(group => group.PolicyId == policyId)) return;
        if (await transaction.FindAsync<ReplicationPolicy>(policyId, cancellationToken) is { Shared: false } policy) await transaction.DeleteAsync(policy, cancellationToken);
    }

    private Task AuditAsync(ICatalogTransaction transaction, string verb, string target, CancellationToken cancellationToken) =>
        transaction.AppendAuditAsync(new AuditEntry(services.Time.GetUtcNow(), actor, verb, target, "Succeeded"), cancellationToken);
}
