using Replication.Core.Catalog;
using Replication.Core.Groups;
using Replication.Core.Sites;
using Replication.Core.States;

namespace Replication.Core.Jobs;

/// <summary>
/// Which jobs may run beside one another: not two of one VM, not two in different processes that write the store of one Local site, which has one
/// process that writes and within that as many writers as there are, and none beside a job that changes a whole site. Each of these is one entry of the catalog (<see cref="JobClaim"/>), so what
/// a claim costs does not depend on how many jobs run, and claims of different VMs do not meet. One instance answers within one
/// transaction.
/// </summary>
/// <param name="reader">Of the transaction.</param>
/// <param name="owner">Process that asks.</param>
internal sealed class JobClaims(ICatalogReader reader, string owner)
{
    /// <summary>Had by a job that changes a whole site; every other one has to look at it.</summary>
    private const string Everything = "everything";

    private const string StorePrefix = "store/";

    private readonly Dictionary<string, JobClaim?> _claims = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _local = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reserved = new(StringComparer.Ordinal);

    /// <summary>Whether nobody else has what the job needs.</summary>
    public async Task<bool> AllowAsync(ReplicationJob job, CancellationToken cancellationToken)
    {
        if (await IsTakenAsync(Everything, job, cancellationToken)) return false;
        if (IsSiteWide(job)) return _reserved.Count == 0 && await IsAloneAsync(job, cancellationToken);
        foreach (string id in await WantedAsync(job, cancellationToken))
        {
            if (await IsTakenAsync(id, job, cancellationToken)) return false;
        }

        return true;
    }

    /// <summary>Counts a job that waits as if it ran, so that what would keep it waiting is not begun before it.</summary>
    public async Task ReserveAsync(ReplicationJob job, CancellationToken cancellationToken)
    {
        foreach (string id in await WantedAsync(job, cancellationToken))
        {
            // Of stores only the one that it waits for: those that this process writes anyway are for the others to go on with.
            if (!IsStore(id) || await IsTakenAsync(id, job, cancellationToken)) _reserved.Add(id);
        }
    }

    /// <summary>Gives the job what it needs, in the transaction that makes it Running.</summary>
    /// <param name="transaction">The one that this was made with.</param>
    /// <param name="job">Which may have it.</param>
    /// <param name="now">
    /// Epochs count on from each VM's last one, whatever the clock says. They are not smaller than the time in milliseconds, so that
    /// a catalog that was restored from a backup, or begun anew, does not give out numbers again that stores have met.
    /// </param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The epoch of the run; 0 for a job that writes for no VM.</returns>
    public async Task<long> TakeAsync(ICatalogTransaction transaction, ReplicationJob job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        long epoch = now.ToUnixTimeMilliseconds();
        foreach (string vmId in job.VmIds)
        {
            if (await FindAsync(OfVm(vmId), cancellationToken) is { } last) epoch = Math.Max(epoch, last.Epoch + 1);
        }

        foreach (string id in await WantedAsync(job, cancellationToken))
        {
            _claims[id] = await FindAsync(id, cancellationToken) is { } present
                ? await transaction.UpdateAsync(present with { JobId = job.Id, Owner = owner, Epoch = epoch }, cancellationToken)
                : await transaction.InsertAsync(new JobClaim { Id = id, JobId = job.Id, Owner = owner, Epoch = epoch }, cancellationToken);
        }

        return IsSiteWide(job) ? 0 : epoch;
    }

    private static bool IsSiteWide(ReplicationJob job) => job.VmIds.Count == 0;

    private static string OfVm(string vmId) => $"vm/{vmId}";

    private static string OfStore(string siteId) => $"{StorePrefix}{siteId}";

    private static bool IsStore(string id) => id.StartsWith(StorePrefix, StringComparison.Ordinal);

    private async Task<bool> IsAloneAsync(ReplicationJob job, CancellationToken cancellationToken) =>
        (await reader.ListAsync<ReplicationJob>(state: nameof(JobState.Running), cancellationToken: cancellationToken)).All(other => other.Id == job.Id);

    private async Task<IReadOnlyList<string>> WantedAsync(ReplicationJob job, CancellationToken cancellationToken) =>
        IsSiteWide(job) ? [Everything] : [.. job.VmIds.Select(OfVm), .. await PlacesAsync(job, cancellationToken)];

    private async Task<bool> IsTakenAsync(string id, ReplicationJob job, CancellationToken cancellationToken)
    {
        if (_reserved.Contains(id)) return true;
        if (await FindAsync(id, cancellationToken) is not { } claim || claim.JobId == job.Id) return false;
        if (!IsStore(id)) return await IsRunningAsync(claim.JobId, cancellationToken);
        return claim.Owner != owner && (await IsRunningAsync(claim.JobId, cancellationToken) || await WritesAsync(claim.Owner, id, cancellationToken));
    }

    /// <summary>Whether a process, which took a store last, still runs a job that writes there; the one that took it may have ended before others.</summary>
    private async Task<bool> WritesAsync(string? process, string storeId, CancellationToken cancellationToken)
    {
        foreach (ReplicationJob other in await reader.ListAsync<ReplicationJob>(state: nameof(JobState.Running), cancellationToken: cancellationToken))
        {
            if (other.Owner == process && (await PlacesAsync(other, cancellationToken)).Contains(storeId)) return true;
        }

        return false;
    }

    private async Task<bool> IsRunningAsync(string jobId, CancellationToken cancellationToken)
    {
        if (_running.TryGetValue(jobId, out bool known)) return known;
        return _running[jobId] = await reader.FindAsync<ReplicationJob>(jobId, cancellationToken) is { JobState: JobState.Running };
    }

    private async Task<JobClaim?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_claims.TryGetValue(id, out JobClaim? known)) return known;
        return _claims[id] = await reader.FindAsync<JobClaim>(id, cancellationToken);
    }

    /// <summary>The stores that it writes and that have one writer.</summary>
    private async Task<IReadOnlyCollection<string>> PlacesAsync(ReplicationJob job, CancellationToken cancellationToken)
    {
        // What only brings points to the destination leaves the store at home alone.
        bool replicates = job.Verb is nameof(ReplicationVerb.Replicate) or nameof(ReplicationVerb.Resynchronize);
        var places = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string vmId in job.VmIds)
        {
            if (await reader.FindAsync<ReplicatedVM>(vmId, cancellationToken) is not { } vm) continue;
            foreach (string siteId in replicates ? [vm.ReplicaSiteId] : (string[])[vm.PrimarySiteId, vm.ReplicaSiteId])
            {
                if (await IsLocalAsync(siteId, cancellationToken)) places.Add(OfStore(siteId));
            }
        }

        return places;
    }

    private async Task<bool> IsLocalAsync(string siteId, CancellationToken cancellationToken)
    {
        if (_local.TryGetValue(siteId, out bool known)) return known;
        return _local[siteId] = await reader.FindAsync<SiteDefinition>(siteId, cancellationToken) is { SiteKind: SiteKind.Local };
    }
}
