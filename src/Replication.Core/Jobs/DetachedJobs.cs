using Replication.Core.Catalog;

namespace Replication.Core.Jobs;

/// <summary>
/// Runs detached jobs, for a process that stays. It owns the workspace while there is something detached to run and lets
/// go in between, so that commands that follow a job of their own run it themselves.
/// </summary>
public sealed class DetachedJobs(ICatalog catalog, JobRunner runner, IWorkspaceLock workspaceLock, TimeProvider time)
{
    private readonly DueJobs _due = new(catalog, workspaceLock.IsShared, time);

    /// <summary>Whether a detached job is still to come: queued, perhaps for later, run by another process, or to be continued.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken) => (await ListAsync(cancellationToken)).Count > 0;

    /// <summary>Whether one could be run now.</summary>
    public async Task<bool> AnyDueAsync(CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).Any(job => job.NotBefore is null || job.NotBefore <= time.GetUtcNow());

    /// <summary>
    /// Owns the workspace, continues what a dead process left and runs what is due, oldest first, until nothing is. Jobs of
    /// followers that come in between are run as well.
    /// </summary>
    /// <param name="current">Told which job is run, and null after it.</param>
    /// <param name="cancellationToken">Lets go: the job that is run is Interrupted and can be resumed.</param>
    /// <returns>False when another process owns the workspace.</returns>
    public async Task<bool> TryRunDueAsync(Action<ReplicationJob?> current, CancellationToken cancellationToken)
    {
        await using IWorkspaceHold? hold = await workspaceLock.TryAcquireAsync();
        if (hold is null) return false;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, hold.Lost);
        try
        {
            await RunDueAsync(current, stop.Token);
        }
        catch (OperationCanceledException) when (hold.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Others have taken over what was run here; there will be another look.
        }

        return true;
    }

    private async Task RunDueAsync(Action<ReplicationJob?> current, CancellationToken cancellationToken)
    {
        await runner.MarkInterruptedAsync(workspaceLock, cancellationToken);
        foreach (ReplicationJob job in await ListAsync(cancellationToken)) await ContinueAsync(job.Id, cancellationToken);
        // Beside other runners, a job with a follower is its follower's: it may be the only one that reaches the sites.
        while (await _due.NextAsync(wantedId: null, job => job.Detached || !workspaceLock.IsShared, cancellationToken) is { } next)
        {
            current(next);
            try
            {
                await runner.RunAsync(next.Id, progress: null, cancellationToken);
            }
            finally
            {
                current(null);
            }
        }
    }

    private Task<IReadOnlyList<ReplicationJob>> ListAsync(CancellationToken cancellationToken) => catalog.ReadAsync(
        async (reader, token) =>
        {
            var jobs = new List<ReplicationJob>();
            foreach (JobState state in (JobState[])[JobState.Queued, JobState.Running, JobState.Interrupted])
                jobs.AddRange((await reader.ListAsync<ReplicationJob>(state: state.ToString(), cancellationToken: token)).Where(IsToCome));
            return (IReadOnlyList<ReplicationJob>)jobs;
        },
        cancellationToken);

    private static bool IsToCome(ReplicationJob job) => job.Detached && (job.JobState != JobState.Interrupted || job.IsToBeContinued);

    private Task<bool> ContinueAsync(string jobId, CancellationToken cancellationToken) => catalog.TransactAsync(
        async (transaction, token) =>
        {
            // Somebody may have resumed or replaced it since it was listed.
            if (await transaction.FindAsync<ReplicationJob>(jobId, token) is not { } job || !job.IsToBeContinued) return false;
            await transaction.UpdateAsync(job with { JobState = JobState.Queued, Orphaned = false, Continuations = job.Continuations + 1 }, token);
            return true;
        },
        cancellationToken);
}
