using Replication.Core.Catalog;

namespace Replication.Core.Jobs;

/// <summary>What a holder of the workspace runs next. Only holders ask.</summary>
/// <param name="catalog">Has the jobs.</param>
/// <param name="time">Whether a job's time has come.</param>
/// <param name="owner">Process that asks.</param>
internal sealed class DueJobs(ICatalog catalog, TimeProvider time, string owner)
{
    /// <summary>
    /// The oldest queued job whose time has come, or the wanted one. A job that was to follow another is left for later
    /// while that one has not ended, and abandoned when it did not succeed. One that must not run beside what others run has to wait,
    /// and is not overtaken by younger ones that would keep it waiting.
    /// </summary>
    /// <param name="wantedId">Whose time has come in any case; null for none.</param>
    /// <param name="mine">Which jobs this process takes.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<ReplicationJob?> NextAsync(string? wantedId, Func<ReplicationJob, bool> mine, CancellationToken cancellationToken)
    {
        (ReplicationJob? next, IReadOnlyList<ReplicationJob> orphans) = await catalog.ReadAsync(
            async (reader, token) =>
            {
                JobClaims claims = await JobClaims.ReadAsync(reader, exceptId: null, owner, token);
                var withoutFirst = new List<ReplicationJob>();
                foreach (ReplicationJob job in await reader.ListAsync<ReplicationJob>(state: nameof(JobState.Queued), cancellationToken: token))
                {
                    if (!mine(job) || (job.Id != wantedId && job.NotBefore > time.GetUtcNow())) continue;
                    JobState? first = job.AfterJobId is null ? JobState.Succeeded : (await reader.FindAsync<ReplicationJob>(job.AfterJobId, token))?.JobState;
                    if (first == JobState.Succeeded && await claims.AllowAsync(reader, job, token)) return ((ReplicationJob?)job, (IReadOnlyList<ReplicationJob>)withoutFirst);
                    if (first == JobState.Succeeded) claims.Add(job);
                    else if (first is not (JobState.Queued or JobState.Running)) withoutFirst.Add(job);
                }

                return ((ReplicationJob?)null, (IReadOnlyList<ReplicationJob>)withoutFirst);
            },
            cancellationToken);
        foreach (ReplicationJob orphan in orphans) await AbandonAsync(orphan.Id, cancellationToken);
        return next;
    }

    private Task<bool> AbandonAsync(string jobId, CancellationToken cancellationToken) => catalog.TransactAsync(
        async (transaction, token) =>
        {
            if (await transaction.FindAsync<ReplicationJob>(jobId, token) is not { JobState: JobState.Queued } job) return false;
            // One that had begun before keeps its journal: it can still be resumed by itself.
            await transaction.UpdateAsync(
                job.Attempts == 0
                    ? job with { JobState = JobState.Abandoned, EndedAt = time.GetUtcNow() }
                    : job with { JobState = JobState.Interrupted, CanContinue = true },
                token);
            return true;
        },
        cancellationToken);
}
