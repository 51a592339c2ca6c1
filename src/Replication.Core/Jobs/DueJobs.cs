using Replication.Core.Catalog;

namespace Replication.Core.Jobs;

/// <summary>What the owner of a workspace runs next. Only the owner asks.</summary>
internal sealed class DueJobs(ICatalog catalog, TimeProvider time)
{
    /// <summary>
    /// The oldest queued job whose time has come, or the wanted one. A job that was to follow another is left for later
    /// while that one has not ended, and abandoned when it did not succeed.
    /// </summary>
    public async Task<ReplicationJob?> NextAsync(string? wantedId, CancellationToken cancellationToken)
    {
        var queued = await catalog.ReadAsync(
            (reader, token) => reader.ListAsync<ReplicationJob>(state: nameof(JobState.Queued), cancellationToken: token), cancellationToken);
        foreach (ReplicationJob job in queued.Where(job => job.Id == wantedId || job.NotBefore is null || job.NotBefore <= time.GetUtcNow()))
        {
            if (job.AfterJobId is null) return job;
            ReplicationJob? first = await catalog.ReadAsync((reader, token) => reader.FindAsync<ReplicationJob>(job.AfterJobId, token), cancellationToken);
            if (first?.JobState == JobState.Succeeded) return job;
            if (first?.JobState is not (JobState.Queued or JobState.Running)) await AbandonAsync(job.Id, cancellationToken);
        }

        return null;
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
