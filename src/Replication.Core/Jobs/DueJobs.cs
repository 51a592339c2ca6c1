using Replication.Core.Catalog;

namespace Replication.Core.Jobs;

/// <summary>What a holder of the workspace runs next. Only holders ask.</summary>
internal sealed class DueJobs(ICatalog catalog, TimeProvider time)
{
    /// <summary>
    /// The oldest queued job whose time has come, or the wanted one. A job that was to follow another is left for later
    /// while that one has not ended, and abandoned when it did not succeed. One that must not run beside what others run has to wait.
    /// </summary>
    /// <param name="wantedId">Whose time has come in any case; null for none.</param>
    /// <param name="mine">Which jobs this process takes.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<ReplicationJob?> NextAsync(string? wantedId, Func<ReplicationJob, bool> mine, CancellationToken cancellationToken)
    {
        foreach (ReplicationJob job in (await ListAsync(cancellationToken)).Where(job => mine(job) && (job.Id == wantedId || job.NotBefore is null || job.NotBefore <= time.GetUtcNow())))
        {
            if (job.AfterJobId is null) return job;
            ReplicationJob? first = await catalog.ReadAsync((reader, token) => reader.FindAsync<ReplicationJob>(job.AfterJobId, token), cancellationToken);
            if (first?.JobState == JobState.Succeeded) return job;
            if (first?.JobState is not (JobState.Queued or JobState.Running)) await AbandonAsync(job.Id, cancellationToken);
        }

        return null;
    }

    private Task<IReadOnlyList<ReplicationJob>> ListAsync(CancellationToken cancellationToken) => catalog.ReadAsync<IReadOnlyList<ReplicationJob>>(
        async (reader, token) =>
        {
            JobClaims claims = await JobClaims.ReadAsync(reader, exceptId: null, token);
            var allowed = new List<ReplicationJob>();
            foreach (ReplicationJob job in await reader.ListAsync<ReplicationJob>(state: nameof(JobState.Queued), cancellationToken: token))
            {
                if (await claims.AllowAsync(reader, job, token)) allowed.Add(job);
            }

            return allowed;
        },
        cancellationToken);

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
