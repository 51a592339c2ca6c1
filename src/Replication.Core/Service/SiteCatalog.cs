using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
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
                await transaction.AppendAuditAsync(new AuditEntry(services.Time.GetUtcNow(), actor, "AddSite", name, "Succeeded"), token);
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

    public async Task<ISite> OpenAsync(string name, CancellationToken cancellationToken = default) =>
        await services.Sites.OpenAsync(await GetAsync(name, cancellationToken), cancellationToken);
}
