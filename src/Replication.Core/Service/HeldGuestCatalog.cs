using Microsoft.Extensions.Logging;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Sites;

namespace Replication.Core.Service;

/// <summary>Guests at the sites of a workspace that a process which was killed has left standing still.</summary>
public sealed class HeldGuestCatalog(EngineServices services)
{
    private readonly ILogger _log = services.Loggers.CreateLogger<HeldGuestCatalog>();

    /// <summary>Lets them go on. A site that cannot be looked at is logged, and is looked at again by whoever comes next.</summary>
    public async Task LetGoAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<SiteDefinition> sites = await services.Catalog.ReadAsync(
            (reader, token) => reader.ListAsync<SiteDefinition>(cancellationToken: token), cancellationToken);
        foreach (SiteDefinition definition in sites.Where(site => site.SiteKind == SiteKind.Local))
        {
            try
            {
                if (await services.Inventory.SiteAsync(definition.Id, cancellationToken) is not IHeldGuests site) continue;
                foreach (string machine in await site.LetGoAsync(cancellationToken))
                    _log.LogWarning("Machine {Machine} at site {Site} stood still, left so by a process that was killed; it goes on.", machine, definition.Name);
            }
            catch (Exception error) when (error is ReplicationException or IOException or UnauthorizedAccessException)
            {
                _log.LogWarning("Site {Site} could not be looked at for guests that stand still: {Error}", definition.Name, error.Message);
            }
        }
    }
}
