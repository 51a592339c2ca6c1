using Replication.Core.Catalog;

namespace Replication.Core.Jobs;

/// <summary>What a holder of the workspace runs next. Only holders ask.</summary>
/// <param name="catalog">Where the queue is.</param>
/// <param name="shared">Whether other processes ask as well: each then picks one of the oldest, so that they do not all reach for the same job.</param>
/// <param name="owner">Process that asks.</param>
/// <param name="time">Tells what is due.</param>
internal sealed class DueJobs(ICatalog catalog, bool shared, string owner, TimeProvider time)
{
    /// <summary>Read at once: what is due is near the head of the queue, unless all of it has to wait.</summary>
    private const int PageLength = 32;

    /// <summary>More processes than this seldom look in the same moment.</summary>
    private const int Choices = 4;

    /// <summary>The first of <see cref="ListAsync"/>, or null.</summary>
    public async Task<ReplicationJob?> NextAsync(string? wantedId, Func<ReplicationJob, bool> mine, CancellationToken cancellationToken) =>
        (await ListAsync(wantedId, mine, cancellationToken)).FirstOrDefault();

    /// <summary>
    /// The oldest queued job whose time has come, or the wanted one; where others take jobs as well, the oldest in any order. A job that was to follow
    /// another is left for later while that one has not ended, and abandoned when it did not succeed. One that must not run beside what
    /// others run has to wait, and is not overtaken by younger ones that would keep it waiting.
    /// </summary>
    /// <param name="wantedId">Whose time has come in any case; null for none. Where others take what is theirs, the only one that is looked at.</param>
    /// <param name="mine">Which jobs this process takes.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<IReadOnlyList<ReplicationJob>> ListAsync(string? wantedId, Func<ReplicationJob, bool> mine, CancellationToken cancellationToken)
    {
        (IReadOnlyList<ReplicationJob> allowed, IReadOnlyList<string> orphans) = await catalog.ReadAsync(
            (reader, token) => shared && wantedId is not null ? LookAtAsync(reader, wantedId, token) : LookAsync(reader, wantedId, mine, token), cancellationToken);
        foreach (string jobId in orphans) await AbandonAsync(jobId, cancellationToken);
        ReplicationJob[] listed = [.. allowed];
        Random.Shared.Shuffle(listed);
        return listed;
    }

    private async Task<(IReadOnlyList<ReplicationJob> Allowed, IReadOnlyList<string> Orphans)> LookAtAsync(
        ICatalogReader reader, string jobId, CancellationToken cancellationToken)
    {
        var look = new Look(reader, owner, most: 1);
        if (await reader.FindAsync<ReplicationJob>(jobId, cancellationToken) is { JobState: JobState.Queued } job) await look.AddAsync(job, cancellationToken);
        return (look.Allowed, look.Orphans);
    }

    private async Task<(IReadOnlyList<ReplicationJob> Allowed, IReadOnlyList<string> Orphans)> LookAsync(
        ICatalogReader reader, string? wantedId, Func<ReplicationJob, bool> mine, CancellationToken cancellationToken)
    {
        var look = new Look(reader, owner, shared ? Choices : 1);
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<ReplicationJob> page = [];
        do
        {
            page = await reader.ListPageAsync<ReplicationJob>(nameof(JobState.Queued), PageLength, page.Count == 0 ? null : page[^1].Id, cancellationToken);
            foreach (ReplicationJob job in page)
            {
                if (look.IsFull) break;
                if (mine(job) && (job.Id == wantedId || job.NotBefore is null || job.NotBefore <= now)) await look.AddAsync(job, cancellationToken);
            }
        }
        while (!look.IsFull && page.Count == PageLength);

        return (look.Allowed, look.Orphans);
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

    /// <summary>One look at the queue, oldest first.</summary>
    private sealed class Look(ICatalogReader reader, string owner, int most)
    {
        private readonly JobClaims _claims = new(reader, owner);
        private readonly List<ReplicationJob> _allowed = [];
        private readonly List<string> _orphans = [];

        public IReadOnlyList<ReplicationJob> Allowed => _allowed;

        /// <summary>Jobs that were to follow another, which did not succeed.</summary>
        public IReadOnlyList<string> Orphans => _orphans;

        public bool IsFull => _allowed.Count == most;

        public async Task AddAsync(ReplicationJob job, CancellationToken cancellationToken)
        {
            JobState? first = job.AfterJobId is { } firstId ? (await reader.FindAsync<ReplicationJob>(firstId, cancellationToken))?.JobState : JobState.Succeeded;
            if (first is JobState.Queued or JobState.Running) return;
            if (first != JobState.Succeeded) _orphans.Add(job.Id);
            else if (await _claims.AllowAsync(job, cancellationToken)) _allowed.Add(job);
            else await _claims.ReserveAsync(job, cancellationToken);
        }
    }
}
