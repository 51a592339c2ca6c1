using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Jobs;

/// <summary>
/// Which jobs may run beside one another where several processes run them: not two of one VM, not two that write the store of
/// one Local site, which has one writer, and none beside a job that changes a whole site.
/// </summary>
internal sealed class JobClaims
{
    private readonly IReadOnlyList<ReplicationJob> _running;
    private readonly HashSet<string> _places;

    private JobClaims(IReadOnlyList<ReplicationJob> running, HashSet<string> places) => (_running, _places) = (running, places);

    /// <summary>Of the jobs that the catalog shows as running, but for one.</summary>
    public static async Task<JobClaims> ReadAsync(ICatalogReader reader, string? exceptId, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReplicationJob> running = [.. (await reader.ListAsync<ReplicationJob>(state: nameof(JobState.Running), cancellationToken: cancellationToken))
            .Where(job => job.Id != exceptId)];
        var places = new HashSet<string>(StringComparer.Ordinal);
        foreach (ReplicationJob job in running) places.UnionWith(await PlacesAsync(reader, job, cancellationToken));
        return new JobClaims(running, places);
    }

    public async Task<bool> AllowAsync(ICatalogReader reader, ReplicationJob job, CancellationToken cancellationToken)
    {
        if (_running.Count == 0) return true;
        if (IsSiteWide(job) || _running.Any(IsSiteWide)) return false;
        if (_running.Any(other => other.VmIds.Intersect(job.VmIds).Any())) return false;
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
