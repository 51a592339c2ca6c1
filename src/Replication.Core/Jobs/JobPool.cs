using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Sites;

namespace Replication.Core.Jobs;

/// <summary>Which agents can run a job: those of its destination's pool, else of its source's.</summary>
internal static class JobPool
{
    /// <returns>Null where any agent can.</returns>
    public static async Task<string?> FindAsync(ICatalogReader reader, JobRequest request, CancellationToken cancellationToken)
    {
        if (request.VmIds.Count == 0) return await OfSiteAsync(reader, request.TargetId, cancellationToken);
        // The VMs of a job are of one group, and go the same way.
        if (await reader.FindAsync<ReplicatedVM>(request.VmIds[0], cancellationToken) is not { } vm) return null;
        return await OfSiteAsync(reader, vm.ReplicaSiteId, cancellationToken) ?? await OfSiteAsync(reader, vm.PrimarySiteId, cancellationToken);
    }

    private static async Task<string?> OfSiteAsync(ICatalogReader reader, string siteId, CancellationToken cancellationToken) =>
        (await reader.FindAsync<SiteDefinition>(siteId, cancellationToken))?.Pool;
}
