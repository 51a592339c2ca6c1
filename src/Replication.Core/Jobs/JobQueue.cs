using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Transfer;

namespace Replication.Core.Jobs;

/// <summary>
/// Submit and follow. A verb is written to the catalog as a job; the process that owns the workspace runs it, and
/// whoever submitted it follows it there. When nobody owns the workspace the follower becomes the owner for as long
/// as it takes.
/// </summary>
public sealed class JobQueue(ICatalog catalog, JobRunner runner, IWorkspaceLock workspaceLock, TimeProvider time, string actor)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    private static readonly string[] StatesOfOpen = [nameof(JobState.Queued), nameof(JobState.Running), nameof(JobState.Interrupted), nameof(JobState.Failed)];

    private readonly DueJobs _due = new(catalog, workspaceLock.IsShared, runner.Owner, time);

    /// <summary>The same queue for somebody else, whose name the jobs and the audit trail then have.</summary>
    public JobQueue For(string otherActor) => new(catalog, runner, workspaceLock, time, otherActor);

    /// <summary>Writes the job down, or finds the one that was interrupted or failed with the same request and will be continued.</summary>
    public Task<ReplicationJob> SubmitAsync(JobRequest request, CancellationToken cancellationToken)
    {
        RequireStartInRange(request);
        return catalog.TransactAsync((transaction, token) => SubmitAsync(transaction, request, token), cancellationToken);
    }

    private void RequireStartInRange(JobRequest request)
    {
        if (request.NotBefore is not { } start) return;
        DateTimeOffset now = time.GetUtcNow();
        if (start >= now && start <= now + JobRequest.FurthestStart) return;
        throw new ReplicationException(
            "StartTimeOutOfRange", request.TargetName, $"The start was to be {start:u}; it is {now:u}.",
            $"a time from now to {JobRequest.FurthestStart.TotalDays:0} days ahead.");
    }

    internal async Task<ReplicationJob> SubmitAsync(ICatalogTransaction transaction, JobRequest request, CancellationToken token)
    {
        // Not those that have ended, of which there are dozens.
        var known = await transaction.ListAnyAsync<ReplicationJob>([request.TargetId], StatesOfOpen, token);
        ReplicationJob? same = known.LastOrDefault(job => job.IsOpen && job.Verb == request.Verb && job.Parameters == request.Parameters
            && job.VmIds.SequenceEqual(request.VmIds));
        if (same is not null) return await AskAgainAsync(transaction, same, request.Detached, request.AfterJobId, request.ScheduledFor, token);
        var job = new ReplicationJob
        {
            // At random, not by time: transactions of jobs that are begun at the same time would meet on one page of the index, and send each other back.
            Id = Guid.NewGuid().ToString(),
            Verb = request.Verb,
            TargetId = request.TargetId,
            TargetName = request.TargetName,
            VmIds = request.VmIds,
            Parameters = request.Parameters,
            JobState = JobState.Queued,
            SubmittedBy = actor,
            SubmittedAt = time.GetUtcNow(),
            NotBefore = request.NotBefore,
            Detached = request.Detached,
            AfterJobId = request.AfterJobId,
            ScheduledFor = request.ScheduledFor,
            Pool = await JobPool.FindAsync(transaction, request, token),
        };
        return await transaction.InsertAsync(job, token);
    }

    /// <summary>A job that somebody wants detached stays so: who follows it as well is no reason for it to end with that one.</summary>
    private static async Task<ReplicationJob> AskAgainAsync(
        ICatalogTransaction transaction, ReplicationJob job, bool detached, string? afterJobId, DateTimeOffset? scheduledFor, CancellationToken token)
    {
        if (job.JobState is JobState.Queued or JobState.Running)
            return job.Detached || !detached ? job : await transaction.UpdateAsync(job with { Detached = true }, token);
        return await transaction.UpdateAsync(
            job with { JobState = JobState.Queued, Detached = detached, AfterJobId = afterJobId, ScheduledFor = scheduledFor, Orphaned = false, Continuations = 0 }, token);
    }

    /// <summary>
    /// Returns when the job has ended, whoever ran it, and never runs it. A job whose process is gone has ended as well:
    /// it is interrupted.
    /// </summary>
    public async Task<ReplicationJob> WatchAsync(string jobId, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReplicationJob job = await FindAsync(jobId, cancellationToken);
            if (job.JobState == JobState.Running)
            {
                await using IWorkspaceHold? hold = await workspaceLock.TryAcquireAsync();
                if (hold is not null)
                {
                    await runner.MarkInterruptedAsync(workspaceLock, cancellationToken);
                    job = await FindAsync(jobId, cancellationToken);
                }
            }

            if (job.JobState is not (JobState.Queued or JobState.Running)) return job;
            if (job.Progress is { } current) progress?.Report(current);
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    /// <summary>
    /// A job that has not begun is withdrawn; one that runs is asked to stop, which its runner sees within a second. One
    /// that has ended is returned as it is.
    /// </summary>
    public Task<ReplicationJob> RequestStopAsync(string jobId, CancellationToken cancellationToken) => catalog.TransactAsync(
        async (transaction, token) =>
        {
            ReplicationJob job = await transaction.FindAsync<ReplicationJob>(jobId, token) ?? throw NotFound(jobId);
            return job.JobState switch
            {
                JobState.Running => await transaction.UpdateAsync(job with { StopRequested = true }, token),
                JobState.Queued when job.Attempts == 0 => await transaction.UpdateAsync(job with { JobState = JobState.Abandoned, EndedAt = time.GetUtcNow() }, token),
                JobState.Queued => await transaction.UpdateAsync(job with { JobState = JobState.Interrupted, CanContinue = true }, token),
                // The host is not to continue by itself what somebody wants stopped.
                JobState.Interrupted when job.Orphaned => await transaction.UpdateAsync(job with { Orphaned = false }, token),
                _ => job,
            };
        },
        cancellationToken);

    /// <summary>Queues a job again whose journal can be continued, for a follower or for the host.</summary>
    public Task<ReplicationJob> ResumeAsync(string jobId, bool detached = false, CancellationToken cancellationToken = default) =>
        catalog.TransactAsync((transaction, token) => ResumeAsync(transaction, jobId, detached, scheduledFor: null, token), cancellationToken);

    /// <summary>For the schedule, as part of what it writes down.</summary>
    internal static Task<ReplicationJob> ResumeAsync(ICatalogTransaction transaction, string jobId, DateTimeOffset scheduledFor, CancellationToken token) =>
        ResumeAsync(transaction, jobId, detached: true, scheduledFor, token);

    private static async Task<ReplicationJob> ResumeAsync(
        ICatalogTransaction transaction, string jobId, bool detached, DateTimeOffset? scheduledFor, CancellationToken token)
    {
        ReplicationJob job = await transaction.FindAsync<ReplicationJob>(jobId, token) ?? throw NotFound(jobId);
        if (job.JobState is JobState.Queued or JobState.Running || job.CanContinue)
            return await AskAgainAsync(transaction, job, detached, afterJobId: null, scheduledFor, token);
        throw new ReplicationException(
            "JobNotResumable", $"Job {jobId}", $"It is {job.JobState}.", "a job that was interrupted or failed, and whose place no other has taken.",
            "Repeat the verb instead.");
    }

    /// <summary>
    /// Returns when the job has ended, whoever ran it. A stop of the follower stops the job where it runs here, withdraws
    /// it where it has not begun, and leaves it alone where another process runs it.
    /// </summary>
    public async Task<ReplicationJob> FollowAsync(string jobId, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await WaitAsync(jobId, progress, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await WithdrawAsync(jobId);
            throw;
        }
    }

    private Task<bool> WithdrawAsync(string jobId) => catalog.TransactAsync(
        async (transaction, token) =>
        {
            if (await transaction.FindAsync<ReplicationJob>(jobId, token) is not { JobState: JobState.Queued, Attempts: 0, Detached: false } job) return false;
            await transaction.UpdateAsync(job with { JobState = JobState.Abandoned, EndedAt = time.GetUtcNow() }, token);
            return true;
        },
        CancellationToken.None);

    private async Task<ReplicationJob> WaitAsync(string jobId, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        // A job that is put ahead is waited for without owning anything.
        ReplicationJob submitted = await FindAsync(jobId, cancellationToken);
        if (submitted.NotBefore is { } start && start > time.GetUtcNow()) await Task.Delay(start - time.GetUtcNow(), time, cancellationToken);
        while (true)
        {
            await using (IWorkspaceHold? hold = await workspaceLock.TryAcquireAsync())
            {
                if (hold is not null && await RunUntilLostAsync(jobId, hold, progress, cancellationToken) is { } ended) return ended;
                // Nobody stopped the job: it goes on here with a new hold, unless another takes it first.
                if (hold?.Lost.IsCancellationRequested == true) continue;
            }

            ReplicationJob job = await FindAsync(jobId, cancellationToken);
            if (job.JobState is not (JobState.Queued or JobState.Running)) return job;
            if (job.Progress is { } current) progress?.Report(current);
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    /// <summary>Null as well when the hold was lost.</summary>
    private async Task<ReplicationJob?> RunUntilLostAsync(
        string jobId, IWorkspaceHold hold, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, hold.Lost);
        try
        {
            return await RunUntilAsync(jobId, progress, stop.Token);
        }
        catch (OperationCanceledException) when (hold.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>
    /// Runs what is due, oldest first, until the job is done; jobs of other followers before it included where nobody else would run
    /// them. Null when the job is to follow one whose time has not come, or another process runs it.
    /// </summary>
    private async Task<ReplicationJob?> RunUntilAsync(string jobId, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        await runner.MarkInterruptedAsync(workspaceLock, cancellationToken);
        while (true)
        {
            ReplicationJob job = await FindAsync(jobId, cancellationToken);
            // Interrupted in another process while this one followed: it is continued here.
            if (job.JobState == JobState.Interrupted) return Ended(await runner.RunAsync(jobId, progress, cancellationToken));
            if (job.JobState != JobState.Queued) return Ended(job);
            if (await _due.NextAsync(jobId, due => due.Id == jobId || !workspaceLock.IsShared, cancellationToken) is not { } next)
            {
                if ((await FindAsync(jobId, cancellationToken)).JobState == JobState.Queued) return null;
                continue;
            }

            if (next.Id == jobId) return Ended(await runner.RunAsync(jobId, progress, cancellationToken));
            await RunOtherAsync(next, cancellationToken);
        }
    }

    private static ReplicationJob? Ended(ReplicationJob job) => job.JobState is JobState.Queued or JobState.Running ? null : job;

    /// <summary>A stop of this follower is none of a detached job that it happens to run: that one goes back into the queue.</summary>
    private async Task RunOtherAsync(ReplicationJob other, CancellationToken cancellationToken)
    {
        try
        {
            await runner.RunAsync(other.Id, null, cancellationToken);
        }
        catch (OperationCanceledException) when (other.Detached)
        {
            await ResumeAsync(other.Id, detached: true, CancellationToken.None);
            throw;
        }
    }

    private async Task<ReplicationJob> FindAsync(string jobId, CancellationToken cancellationToken) =>
        await catalog.FindAsync<ReplicationJob>(jobId, cancellationToken)
        ?? throw NotFound(jobId);

    private static ReplicationException NotFound(string jobId) => new("JobNotFound", $"Job {jobId}", "There is no such job.");
}
