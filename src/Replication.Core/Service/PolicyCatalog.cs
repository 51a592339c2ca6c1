using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Policies;
using Replication.Core.Rules.Failback;

namespace Replication.Core.Service;

/// <summary>Policies that stand on their own, for several groups to share.</summary>
public sealed class PolicyCatalog(EngineServices services, string actor)
{
    public Task<ReplicationPolicy> NewAsync(ReplicationPolicy policy, CancellationToken cancellationToken = default)
    {
        FailbackPolicy.RequireOther(policy.Name);
        policy.Validate();
        return services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                await AuditAsync(transaction, "NewPolicy", policy.Name, token);
                return await transaction.InsertAsync(policy with { Shared = true }, token);
            },
            cancellationToken);
    }

    /// <summary>Policies that come with the product and cannot be changed: that of the way home (FBK-24..27).</summary>
    public IReadOnlyList<ReplicationPolicy> BuiltIn { get; } = [FailbackPolicy.Policy];

    /// <summary>Those that were made.</summary>
    public Task<IReadOnlyList<ReplicationPolicy>> ListAsync(CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync((reader, token) => reader.ListAsync<ReplicationPolicy>(cancellationToken: token), cancellationToken);

    /// <summary>By name or id, built in or made.</summary>
    public async Task<ReplicationPolicy> GetAsync(string name, CancellationToken cancellationToken = default) =>
        FailbackPolicy.IsNamed(name) ? FailbackPolicy.Policy : await services.Catalog.ReadAsync(
            async (reader, token) => await reader.FindByNameAsync<ReplicationPolicy>(name, cancellationToken: token) ?? await reader.FindAsync<ReplicationPolicy>(name, token),
            cancellationToken)
        ?? throw new ReplicationException("PolicyNotFound", $"Policy {name}", "There is no such policy.", nextStep: "List the policies, or make it.");

    /// <summary>Changes a policy for every group that has it; the sites of each must be able to keep up.</summary>
    public async Task<ReplicationPolicy> SetAsync(
        ReplicationPolicy policy, Func<ReplicationPolicy, ReplicationPolicy> change, CancellationToken cancellationToken = default)
    {
        FailbackPolicy.RequireOther(policy.Name);
        ReplicationPolicy changed = change(policy);
        FailbackPolicy.RequireOther(changed.Name);
        changed.Validate();
        foreach (ReplicationGroup group in await GroupsAsync(policy, cancellationToken))
        {
            AchievableFrequency.Require(changed, await services.Inventory.SiteAsync(group.SourceSiteId, cancellationToken));
            AchievableFrequency.Require(changed, await services.Inventory.SiteAsync(group.TargetSiteId, cancellationToken));
        }

        return await services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                await AuditAsync(transaction, "SetPolicy", policy.Name, token);
                return await transaction.UpdateAsync(changed, token);
            },
            cancellationToken);
    }

    public async Task RemoveAsync(ReplicationPolicy policy, CancellationToken cancellationToken = default) => await services.Catalog.TransactAsync(
        async (transaction, token) =>
        {
            FailbackPolicy.RequireOther(policy.Name);
            var groups = await transaction.ListAsync<ReplicationGroup>(cancellationToken: token);
            string[] users = [.. groups.Where(group => group.PolicyId == policy.Id).Select(group => group.Name)];
            if (users.Length > 0)
            {
                throw new ReplicationException(
                    "PolicyInUse", $"Policy {policy.Name}", $"It is the policy of {string.Join(", ", users)}.", "a policy that no group has.",
                    "Give those groups another policy first.");
            }

            await transaction.DeleteAsync(policy, token);
            await AuditAsync(transaction, "RemovePolicy", policy.Name, token);
            return true;
        },
        cancellationToken);

    private async Task<IEnumerable<ReplicationGroup>> GroupsAsync(ReplicationPolicy policy, CancellationToken cancellationToken)
    {
        var groups = await services.Catalog.ReadAsync((reader, token) => reader.ListAsync<ReplicationGroup>(cancellationToken: token), cancellationToken);
        return groups.Where(group => group.PolicyId == policy.Id);
    }

    private Task AuditAsync(ICatalogTransaction transaction, string verb, string target, CancellationToken cancellationToken) =>
        transaction.AppendAuditAsync(new AuditEntry(services.Time.GetUtcNow(), actor, verb, target, "Succeeded"), cancellationToken);
}
