using Replication.Core.Catalog;

namespace Replication.Core.Jobs;

/// <summary>What a holder of the workspace runs next. Only holders ask.</summary>
/// <param name="catalog">Where the queue is.</param>
/// <param name="shared">
/// Whether other processes ask as well: each then begins somewhere among the oldest, so that they do not all reach for the same job.
/// </param>
/// <param name="time">Tells what is due.</param>
internal sealed class DueJobs(ICatalog catalog, bool shared, TimeProvider time)
{
    /// <summary>Read at once: what is due is near the head of the queue, unless all of it has to wait.</summary>
    private const int PageLength = 32;

    /// <summary>
    /// The oldest queued job whose time has come, or the wanted one. A job that was to follow another is left for later
    /// while that one has not ended, and abandoned when it did not succeed. One that must not run beside what others run has to wait.
    /// </summary>
    /// <param name="wantedId">Whose time has come in any case; null for none. Where others take what is theirs, the only one that is looked at.</param>
    /// <param name="mine">Which jobs this process takes.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<ReplicationJob?> NextAsync(string? wantedId, Func<ReplicationJob, bool> mine, CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            Look look = await catalog.ReadAsync((reader, token) => LookAsync(reader, wantedId, after, mine, token), cancellationToken);
            foreach (string jobId in look.Hopeless) await AbandonAsync(jobId, cancellationToken);
            if (look.Next is not null) return look.Next;
            after = look.LastId;
        }
        while (after is not null);

        return null;
    }

    private async Task<Look> LookAsync(ICatalogReader reader, string? wantedId, string? after, Func<ReplicationJob, bool> mine, CancellationToken cancellationToken)
    {
        bool one = shared && wantedId is not null;
        IReadOnlyList<ReplicationJob> page = one
            ? await reader.FindAsync<ReplicationJob>(wantedId!, cancellationToken) is { JobState: JobState.Queued } wanted ? [wanted] : []
            : await reader.ListPageAsync<ReplicationJob>(nameof(JobState.Queued), PageLength, after, cancellationToken);
        string? last = one || page.Count < PageLength ? null : page[^1].Id;
        var hopeless = new List<string>();
        var claims = new JobClaims(reader);
        DateTimeOffset now = time.GetUtcNow();
        int begin = shared && page.Count > 0 ? Random.Shared.Next(page.Count) : 0;
        foreach (ReplicationJob job in page.Skip(begin).Concat(page.Take(begin)))
        {
            if (!mine(job) || (job.Id != wantedId && job.NotBefore > now) || !await claims.AllowAsync(job, cancellationToken)) continue;
            JobState first = job.AfterJobId is { } firstId
                ? (await reader.FindAsync<ReplicationJob>(firstId, cancellationToken))?.JobState ?? JobState.Unknown
                : JobState.Succeeded;
            if (first == JobState.Succeeded) return new Look(job, hopeless, last);
            if (first is not (JobState.Queued or JobState.Running)) hopeless.Add(job.Id);
        }

        return new Look(null, hopeless, last);
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

    /// <param name="Next">What to run, if the page had anything.</param>
    /// <param name="Hopeless">Jobs whose predecessor did not succeed.</param>
    /// <param name="LastId">Where the next page begins; null after the last.</param>
    private sealed record Look(ReplicationJob? Next, IReadOnlyList<string> Hopeless, string? LastId);
}
