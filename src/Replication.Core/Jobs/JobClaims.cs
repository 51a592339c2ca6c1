using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Jobs;

/// <summary>
/// Which jobs may run beside one another: not two of one VM, not two that write the store of
/// one Local site, which has one writer, and none beside a job that changes a whole site.
/// </summary>
internal sealed class JobClaims
{
    private readonly List<ReplicationJob> _present = [];
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);

    /// <summary>Of the jobs that the catalog shows as running, but for one.</summary>
    public static async Task<JobClaims> ReadAsync(ICatalogReader reader, string? exceptId, CancellationToken cancellationToken)
    {
        var claims = new JobClaims();
        foreach (ReplicationJob job in await reader.ListAsync<ReplicationJob>(state: nameof(JobState.Running), cancellationToken: cancellationToken))
        {
            if (job.Id != exceptId) await claims.AddAsync(reader, job, cancellationToken);
        }

        return claims;
    }

    /// <summary>Counts a job as if it ran: one that waits, so that what would keep it waiting is not begun before it.</summary>
    public async Task AddAsync(ICatalogReader reader, ReplicationJob job, CancellationToken cancellationToken)
    {
        _present.Add(job);
        _places.UnionWith(await PlacesAsync(reader, job, cancellationToken));
    }

    public async Task<bool> AllowAsync(ICatalogReader reader, ReplicationJob job, CancellationToken cancellationToken)
    {
        if (_present.Count == 0) return true;
        if (IsSiteWide(job) || _present.Any(IsSiteWide)) return false;
        if (_present.Any(other => other.VmIds.Intersect(job.VmIds).Any())) return false;
        return !_places.Overlaps(await PlacesAsync(reader, job, cancellationToken));
    }

    private static bool IsSiteWide(ReplicationJob job) => job.VmIds.Count == 0;

    private static async Task<HashSet<string>> PlacesAsync(ICatalogReader reader, ReplicationJob job, CancellationToken cancellationToken)
    {
        // What only brings points to the destination leaves the store at home alone.
        bool replicates = job.Verb is nameof(ReplicationVerb.Replicate) or nameof(ReplicationVerb.Resynchronize);
        var places = new HashSet<string>(StringComparer.Ordinal);
        foreach (string vmId in job.VmIds)
        {
            if (await reader.FindAsync<ReplicatedVM>(vmId, cancellationToken) is not { } vm) continue;
            foreach (string siteId in replicates ? [vm.ReplicaSiteId] : (string[])[vm.PrimarySiteId, vm.ReplicaSiteId])
            {
                if (await reader.FindAsync<SiteDefinition>(siteId, cancellationToken) is { SiteKind: SiteKind.Local }) places.Add(siteId);
            }
        }

        return places;
    }
}
