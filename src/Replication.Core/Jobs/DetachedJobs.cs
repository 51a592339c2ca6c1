using System.Runtime.ExceptionServices;
using Replication.Core.Catalog;
using Replication.Core.Errors;

namespace Replication.Core.Jobs;

/// <summary>
/// Runs detached jobs, for a process that stays: several at once, as far as <see cref="JobClaims"/> lets them, so that a slow destination delays
/// its own alone. It owns the workspace while there is something detached to run and lets go in between, so that commands that follow a job
/// of their own run it themselves.
/// </summary>
public sealed class DetachedJobs(ICatalog catalog, JobRunner runner, IWorkspaceLock workspaceLock, TimeProvider time)
{
    /// <summary>A transfer keeps a core or two busy, or waits for its destination.</summary>
    public const int DefaultLimit = 4;

    /// <summary>Whoever submits wakes; this is for what comes by itself: a start that was put ahead, another process that died.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const int PageLength = 32;

    private readonly DueJobs _due = new(catalog, workspaceLock.IsShared, runner.Owner, time);
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whose jobs it runs beside those of no pool; null for none. Pools are of catalogs that several share.</summary>
    public string? Pool { get; init; }

    /// <summary>How many run at once at most.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>
    /// Whether jobs that are let go of because this process ends are queued again for the next one. Otherwise they are Interrupted, and somebody has to ask for them.
    /// </summary>
    public bool HandsOver { get; set; }

    /// <summary>There may be something new to run.</summary>
    public void Wake() => Interlocked.Exchange(ref _wake, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Whether a detached job is still to come: queued, perhaps for later, run by another process, or to be continued.</summary>
    public Task<bool> AnyAsync(CancellationToken cancellationToken) => AnyAsync(job => IsToCome(job) && IsMine(job), cancellationToken);

    /// <summary>Whether one could be run now.</summary>
    public Task<bool> AnyDueAsync(CancellationToken cancellationToken) =>
        AnyAsync(job => IsToCome(job) && IsMine(job) && (job.NotBefore is null || job.NotBefore <= time.GetUtcNow()), cancellationToken);

    /// <summary>
    /// Owns the workspace, continues what dead processes left and runs what is due, oldest first, until nothing is. Jobs of
    /// followers that come in between are run as well.
    /// </summary>
    /// <param name="current">Told which jobs are run, whenever that changes.</param>
    /// <param name="cancellationToken">Lets go: nothing runs any more when this returns; <see cref="HandsOver"/> says what becomes of the jobs.</param>
    /// <returns>False when another process owns the workspace.</returns>
    /// <exception cref="ReplicationException">What the catalog, or a job that could not be written down, met; everything else was run nevertheless.</exception>
    public async Task<bool> TryRunDueAsync(Action<IReadOnlyList<ReplicationJob>> current, CancellationToken cancellationToken)
    {
        await using IWorkspaceHold? hold = await workspaceLock.TryAcquireAsync();
        if (hold is null) return false;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, hold.Lost);
        var running = new Dictionary<Task, ReplicationJob>();
        try
        {
            await RunDueAsync(running, current, () => HandsOver || !cancellationToken.IsCancellationRequested, stop.Token);
        }
        catch (OperationCanceledException) when (hold.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Others have taken over what was run here; there will be another look.
        }
        finally
        {
            // Whatever ended the loop: sites are closed with the hold, and nobody may be using them then.
            await stop.CancelAsync();
            await Task.WhenAll(running.Keys.Select(task => Task.WhenAny(task)));
            current([]);
        }

        return true;
    }

    private async Task RunDueAsync(
        Dictionary<Task, ReplicationJob> running, Action<IReadOnlyList<ReplicationJob>> current, Func<bool> queueAgain, CancellationToken cancellationToken)
    {
        Exception? trouble = null;
        long looked = 0;
        while (true)
        {
            Task woken = _wake.Task;
            try
            {
                if (looked == 0 || time.GetElapsedTime(looked) >= Pause)
                {
                    await ContinueAsync([.. running.Values.Select(job => job.Id)], cancellationToken);
                    looked = time.GetTimestamp();
                }

                var found = new Queue<ReplicationJob>();
                while (running.Count < Limit && await ClaimAsync(found, cancellationToken) is { } job)
                {
                    current([.. running.Values, job]);
                    running.Add(RunAsync(job, queueAgain, cancellationToken), job);
                }
            }
            catch (Exception error) when (IsTrouble(error) && running.Count > 0)
            {
                // What is run already goes on; only nothing new is begun until the catalog answers.
                trouble = error;
            }

            if (running.Count == 0) break;
            foreach (Task ended in await NextAsync([.. running.Keys], woken, cancellationToken))
            {
                running.Remove(ended);
                current([.. running.Values]);
                try
                {
                    await ended;
                }
                catch (Exception error) when (IsTrouble(error))
                {
                    // It could not be written down how it ended. It is continued as one that a dead process left.
                    trouble = error;
                }
            }
        }

        if (trouble is not null) ExceptionDispatchInfo.Throw(trouble);
    }

    private static bool IsTrouble(Exception error) => error is ReplicationException or IOException or UnauthorizedAccessException;

    /// <summary>Returns when a job has ended, somebody wakes, or it is time to look again.</summary>
    /// <returns>Those that have ended.</returns>
    private async Task<IReadOnlyList<Task>> NextAsync(IReadOnlyList<Task> running, Task woken, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny([.. running, woken, Task.Delay(Pause, time, enough.Token)]);
        await enough.CancelAsync();
        return [.. running.Where(task => task.IsCompleted)];
    }

    /// <summary>Takes what a look at the queue found before it looks again: whether it is still to be had is decided with the claim.</summary>
    private async Task<ReplicationJob?> ClaimAsync(Queue<ReplicationJob> found, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (found.Count == 0)
                foreach (ReplicationJob due in await _due.ListAsync(wantedId: null, IsMine, cancellationToken)) found.Enqueue(due);
            if (!found.TryDequeue(out ReplicationJob? next)) return null;
            (ReplicationJob job, bool claimed) = await runner.ClaimAsync(next.Id, cancellationToken);
            if (claimed) return job;
        }
    }

    private async Task RunAsync(ReplicationJob job, Func<bool> queueAgain, CancellationToken cancellationToken)
    {
        try
        {
            await runner.RunClaimedAsync(job, progress: null, cancellationToken);
        }
        catch (OperationCanceledException) when (queueAgain())
        {
            // Nobody asked for the job to end.
            await QueueAgainAsync(job.Id, present => present is { Detached: true, JobState: JobState.Interrupted }, present => present, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Reads no further than to the first that there is: in front of a long queue it is the first of all.</summary>
    private Task<bool> AnyAsync(Func<ReplicationJob, bool> wanted, CancellationToken cancellationToken) => catalog.ReadAsync(
        async (reader, token) =>
        {
            foreach (JobState state in (JobState[])[JobState.Queued, JobState.Running, JobState.Interrupted])
            {
                IReadOnlyList<ReplicationJob> page = [];
                do
                {
                    page = await reader.ListPageAsync<ReplicationJob>(state.ToString(), PageLength, page.Count == 0 ? null : page[^1].Id, token);
                    if (page.Any(wanted)) return true;
                }
                while (page.Count == PageLength);
            }

            return false;
        },
        cancellationToken);

    /// <summary>Beside other runners, a job with a follower is its follower's: it may be the only one that reaches the sites.</summary>
    private bool IsMine(ReplicationJob job) => !workspaceLock.IsShared || (job.Detached && (job.Pool is null || job.Pool == Pool));

    private static bool IsToCome(ReplicationJob job) => job.Detached && (job.JobState != JobState.Interrupted || job.IsToBeContinued);

    private async Task ContinueAsync(IReadOnlyCollection<string> ownIds, CancellationToken cancellationToken)
    {
        await runner.MarkInterruptedAsync(workspaceLock, cancellationToken, ownIds);
        foreach (ReplicationJob job in await catalog.ReadAsync(
            (reader, token) => reader.ListAsync<ReplicationJob>(state: nameof(JobState.Interrupted), cancellationToken: token), cancellationToken))
        {
            if (!job.IsToBeContinued || !IsMine(job)) continue;
            await QueueAgainAsync(
                job.Id, present => present.IsToBeContinued, present => present with { Continuations = present.Continuations + 1 }, cancellationToken);
        }
    }

    private Task<bool> QueueAgainAsync(
        string jobId, Func<ReplicationJob, bool> still, Func<ReplicationJob, ReplicationJob> change, CancellationToken cancellationToken) => catalog.TransactAsync(
        async (transaction, token) =>
        {
            // Somebody may have resumed or replaced it since it was looked at.
            if (await transaction.FindAsync<ReplicationJob>(jobId, token) is not { } job || !still(job)) return false;
            await transaction.UpdateAsync(change(job) with { JobState = JobState.Queued, Orphaned = false }, token);
            return true;
        },
        cancellationToken);
}
