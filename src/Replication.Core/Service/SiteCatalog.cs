using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Sites;

namespace Replication.Core.Service;

/// <summary>Sites: add, look up, test, remove.</summary>
public sealed class SiteCatalog(EngineServices services, string actor)
{
    public async Task<SiteDefinition> AddAsync(
        string name, SiteKind kind, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken = default)
    {
        var definition = new SiteDefinition { Id = Guid.NewGuid().ToString(), Name = name, SiteKind = kind, Settings = settings };
        // A site that cannot even be opened is refused before anything refers to it.
        await services.Sites.OpenAsync(definition, cancellationToken);
        return await services.Catalog.TransactAsync(
            async (transaction, token) =>
            {
                await AuditAsync(transaction, "AddSite", name, token);
                return await transaction.InsertAsync(definition, token);
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<SiteDefinition>> ListAsync(CancellationToken cancellationToken = default) =>
        services.Catalog.ReadAsync((reader, token) => reader.ListAsync<SiteDefinition>(cancellationToken: token), cancellationToken);

    public async Task<SiteDefinition> GetAsync(string name, CancellationToken cancellationToken = default) =>
        await services.Catalog.ReadAsync(
            async (reader, token) => await reader.FindByNameAsync<SiteDefinition>(name, cancellationToken: token) ?? await reader.FindAsync<SiteDefinition>(name, token),
            cancellationToken)
        ?? throw new ReplicationException("SiteNotFound", $"Site {name}", "There is no such site.", nextStep: "List the sites, or add it.");

    public Task<SiteDefinition> RenameAsync(SiteDefinition site, string name, CancellationToken cancellationToken = default) => services.Catalog.TransactAsync(
        async (transaction, token) =>
        {
            await AuditAsync(transaction, "SetSite", site.Name, token);
            return await transaction.UpdateAsync(site with { Name = name }, token);
        },
        cancellationToken);

    /// <summary>Leaves the jobs of a site to the agents of a pool; null leaves them to any. It is asked for when a job is submitted.</summary>
    public Task<SiteDefinition> AssignAsync(SiteDefinition site, string? pool, CancellationToken cancellationToken = default) => services.Catalog.TransactAsync(
        async (transaction, token) =>
        {
            await AuditAsync(transaction, "SetSite", site.Name, token);
            return await transaction.UpdateAsync(site with { Pool = pool }, token);
        },
        cancellationToken);

    /// <summary>The job that changes settings of a site; null takes one back to its default.</summary>
    public JobRequest Change(SiteDefinition site, IReadOnlyDictionary<string, string?> settings) =>
        new(ChangeSiteHandler.VerbName, site.Id, site.Name, [], JobParameters.Format(new ChangeSiteParameters(settings)));

    /// <summary>Forgets a site; its machines and its store stay where they are.</summary>
    public Task RemoveAsync(SiteDefinition site, CancellationToken cancellationToken = default) => services.Catalog.TransactAsync(
        async (transaction, token) =>
        {
            var groups = await transaction.ListAsync<ReplicationGroup>(cancellationToken: token);
            var vms = await transaction.ListAsync<ReplicatedVM>(cancellationToken: token);
            string[] users =
            [
                .. groups.Where(group => group.SourceSiteId == site.Id || group.TargetSiteId == site.Id).Select(group => $"group {group.Name}"),
                .. vms.Where(vm => vm.PrimarySiteId == site.Id || vm.ReplicaSiteId == site.Id).Select(vm => $"VM {vm.Name}"),
            ];
            if (users.Length > 0)
                throw new ReplicationException("SiteInUse", $"Site {site.Name}", $"It belongs to {string.Join(", ", users)}.", "a site that nothing refers to.", "Remove those first.");
            await transaction.DeleteAsync(site, token);
            await AuditAsync(transaction, "RemoveSite", site.Name, token);
            return true;
        },
        cancellationToken);

    public async Task<ISite> OpenAsync(string name, CancellationToken cancellationToken = default) =>
        await services.Sites.OpenAsync(await GetAsync(name, cancellationToken), cancellationToken);

    private Task AuditAsync(ICatalogTransaction transaction, string verb, string target, CancellationToken cancellationToken) =>
        transaction.AppendAuditAsync(new AuditEntry(services.Time.GetUtcNow(), actor, verb, target, "Succeeded"), cancellationToken);
}
