using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Jobs;

/// <summary>
/// Which jobs may run beside one another: not two of one VM, none beside a job that changes a whole site, and not two in different processes that write the
/// store of one Local site. Such a store has one writing process, and within that as many writers as there are.
/// </summary>
internal sealed class JobClaims
{
    private readonly HashSet<string> _vms = new(StringComparer.Ordinal);
    private readonly HashSet<string> _places = new(StringComparer.Ordinal);
    private bool _any;
    private bool _siteWide;

    /// <summary>Of the jobs that the catalog shows as running, but for one.</summary>
    /// <param name="reader">Of the catalog.</param>
    /// <param name="exceptId">Left out; null for none.</param>
    /// <param name="owner">Process that asks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<JobClaims> ReadAsync(ICatalogReader reader, string? exceptId, string owner, CancellationToken cancellationToken)
    {
        var claims = new JobClaims();
        foreach (ReplicationJob job in await reader.ListAsync<ReplicationJob>(state: nameof(JobState.Running), cancellationToken: cancellationToken))
        {
            if (job.Id == exceptId) continue;
            claims.Add(job);
            if (job.Owner != owner) claims._places.UnionWith(await PlacesAsync(reader, job, cancellationToken));
        }

        return claims;
    }

    /// <summary>Counts a job as if it ran: one that waits, so that what would keep it waiting is not begun before it.</summary>
    public void Add(ReplicationJob job)
    {
        _any = true;
        _siteWide |= IsSiteWide(job);
        _vms.UnionWith(job.VmIds);
    }

    public async Task<bool> AllowAsync(ICatalogReader reader, ReplicationJob job, CancellationToken cancellationToken)
    {
        if (!_any) return true;
        if (_siteWide || IsSiteWide(job) || _vms.Overlaps(job.VmIds)) return false;
        return _places.Count == 0 || !_places.Overlaps(await PlacesAsync(reader, job, cancellationToken));
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
