using System.Diagnostics;
using System.Text.Json;
using Replication.Core.Catalog;
using Replication.Core.Diagnostics;
using Replication.Core.Errors;
using Replication.Core.Fencing;
using Replication.Core.Groups;
using Replication.Core.Serialization;
using Replication.Core.Transfer;

namespace Replication.Core.Jobs;

/// <summary>Runs jobs of a workspace in the process that owns it, and writes down how each ended.</summary>
public sealed class JobRunner
{
    private readonly ICatalog _catalog;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, IJobHandler> _handlers;
    private readonly IJobObserver? _observer;

    public JobRunner(ICatalog catalog, TimeProvider time, IEnumerable<IJobHandler> handlers, string owner, IJobObserver? observer = null)
    {
        _catalog = catalog;
        _time = time;
        _handlers = handlers.ToDictionary(handler => handler.Verb, StringComparer.Ordinal);
        Owner = owner;
        _observer = observer;
    }

    /// <summary>This process, as jobs name it.</summary>
    internal string Owner { get; }

    public Task<JobPlan> PlanAsync(JobRequest request, CancellationToken cancellationToken) =>
        _handlers[request.Verb].PlanAsync(request, cancellationToken);

    /// <summary>
    /// Only a holder of the workspace calls this: a job that the catalog shows as running, and whose process is not there, belonged
    /// to one that is gone.
    /// </summary>
    /// <param name="processes">Knows which are there.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="ownIds">Jobs that the holder runs itself at the moment.</param>
    public async Task MarkInterruptedAsync(IWorkspaceLock processes, CancellationToken cancellationToken, IReadOnlyCollection<string>? ownIds = null)
    {
        var present = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (ReplicationJob job in await ListAsync(JobState.Running, cancellationToken))
        {
            if (ownIds?.Contains(job.Id) == true) continue;
            if (job.Owner is { } owner)
            {
                // Each runs several jobs and is asked after once.
                if (!present.TryGetValue(owner, out bool isThere)) isThere = present[owner] = await processes.IsPresentAsync(owner, cancellationToken);
                if (isThere) continue;
            }

            JobFence run = JobFence.Of(job);
            await _catalog.TransactAsync(
                async (transaction, token) =>
                {
                    // It may have ended, or been continued, since it was listed.
                    ReplicationJob? found = await transaction.FindAsync<ReplicationJob>(job.Id, token);
                    return run.Holds(found)
                        ? await transaction.UpdateAsync(found! with { JobState = JobState.Interrupted, CanContinue = true, Orphaned = true, Owner = null }, token)
                        : found;
                },
                cancellationToken);
        }
    }

    /// <summary>
    /// Runs a queued or interrupted job to its end. The outcome is in the job, a stop that somebody asked for through the
    /// catalog included; only a stop of the caller's own is thrown. A job that is not to be had (it has ended, another process runs it,
    /// or one that it must not run beside) is returned as it is.
    /// </summary>
    public async Task<ReplicationJob> RunAsync(string jobId, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        (ReplicationJob job, bool claimed) = await ClaimAsync(jobId, cancellationToken);
        return claimed ? await RunClaimedAsync(job, progress, cancellationToken) : job;
    }

    /// <summary>Takes a job for this process, unless it is not to be had. Who takes it runs it.</summary>
    internal Task<(ReplicationJob Job, bool Claimed)> ClaimAsync(string jobId, CancellationToken cancellationToken) => _catalog.TransactAsync(
        async (transaction, token) =>
        {
            ReplicationJob job = await transaction.FindAsync<ReplicationJob>(jobId, token)
                ?? throw new ReplicationException("JobNotFound", $"Job {jobId}", "There is no such job.");
            if (!job.IsOpen || job.JobState == JobState.Running) return (job, false);
            var claims = new JobClaims(transaction, Owner);
            if (!await claims.AllowAsync(job, token)) return (job, false);
            long epoch = await claims.TakeAsync(transaction, job, _time.GetUtcNow(), token);
            return (await transaction.UpdateAsync(
                job with
                {
                    JobState = JobState.Running,
                    Owner = Owner,
                    StartedAt = job.StartedAt ?? _time.GetUtcNow(),
                    Attempts = job.Attempts + 1,
                    Epoch = epoch,
                    CanContinue = false,
                    Orphaned = false,
                    StopRequested = false,
                    EndedAt = null,
                    Error = null,
                },
                token), true);
        },
        cancellationToken);

    /// <summary>As <see cref="RunAsync"/>, for a job that was taken.</summary>
    internal async Task<ReplicationJob> RunClaimedAsync(ReplicationJob job, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await RunToEndAsync(job, progress, cancellationToken);
        }
        catch (ReplicationException error) when (error.ErrorId == ErrorIds.JobTakenOver)
        {
            return await _catalog.FindAsync<ReplicationJob>(job.Id, cancellationToken) ?? job;
        }
    }

    private async Task<ReplicationJob> RunToEndAsync(ReplicationJob job, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        JobFence run = JobFence.Of(job);
        WriterEpoch.Enter(run.Writer);
        using Activity? activity = ReplicationMeter.StartJob(job);
        long begun = _time.GetTimestamp();
        if (job.VmIds.Count > 0) RunDefinitions.Enter();
        var journal = await _catalog.ReadAsync((reader, token) => reader.ListAsync<JobStep>(ownerId: job.Id, cancellationToken: token), cancellationToken);
        IJobHandler handler = _handlers[job.Verb];
        var relay = new Relay(progress);
        var context = new JobContext(job, journal, _catalog, _time, relay, _observer, run);
        ReplicationJob ended;
        using var done = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task saving = AttendAsync(run, () => relay.Last, stop, done.Token);
        try
        {
            if (handler.ReplacesOthers) await AbandonOthersAsync(job, stop.Token);
            if (job.Plan is null)
            {
                JobPlan plan = await handler.PlanAsync(new JobRequest(job.Verb, job.TargetId, job.TargetName, job.VmIds, job.Parameters), stop.Token);
                job = await SaveAsync(run, job with { Plan = plan }, stop.Token);
            }

            object? result = await handler.RunAsync(context, stop.Token);
            ended = job with
            {
                JobState = JobState.Succeeded,
                Result = result is null ? null : JsonSerializer.Serialize(result, result.GetType(), ReplicationJson.Compact),
            };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await StopAsync(done, saving);
            ReplicationJob interrupted = await SaveAsync(
                run, job with { JobState = JobState.Interrupted, CanContinue = true, Owner = null, Progress = relay.Last }, CancellationToken.None);
            ReplicationMeter.JobEnded(interrupted, activity, _time.GetElapsedTime(begun));
            if (!cancellationToken.IsCancellationRequested) return interrupted;
            throw;
        }
        catch (Exception error) when (error is not ReplicationException { ErrorId: ErrorIds.JobTakenOver })
        {
            ended = job with { JobState = JobState.Failed, CanContinue = true, Error = ErrorOf(job, error) };
        }

        await StopAsync(done, saving);
        ended = await SaveAsync(run, ended with { Owner = null, EndedAt = _time.GetUtcNow(), Progress = relay.Last }, CancellationToken.None);
        ReplicationMeter.JobEnded(ended, activity, _time.GetElapsedTime(begun));
        await JobHistory.TrimAsync(_catalog, ended, CancellationToken.None);
        return ended;
    }

    /// <summary>Once a second: shows progress to whoever follows the job from another process, and sees who asks it to stop or has taken it over.</summary>
    private async Task AttendAsync(JobFence run, Func<TransferProgress?> current, CancellationTokenSource stop, CancellationToken done)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _time);
        TransferProgress? saved = null;
        try
        {
            while (await timer.WaitForNextTickAsync(done)) saved = await AttendAsync(run, saved, current(), stop, done);
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The job has ended.
        }
    }

    private async Task<TransferProgress?> AttendAsync(
        JobFence run, TransferProgress? saved, TransferProgress? current, CancellationTokenSource stop, CancellationToken done)
    {
        try
        {
            ReplicationJob? seen = await _catalog.FindAsync<ReplicationJob>(run.JobId, done);
            if (seen?.StopRequested == true || !run.Holds(seen)) await stop.CancelAsync();
            if (current == saved) return saved;
            await _catalog.TransactAsync(
                async (transaction, token) => await transaction.FindAsync<ReplicationJob>(run.JobId, token) is { } job && run.Holds(job)
                    ? await transaction.UpdateAsync(job with { Progress = current }, token)
                    : null,
                done);
            return current;
        }
        catch (CatalogException)
        {
            // Progress is a courtesy; the job itself will meet the catalog's trouble and report it.
            return saved;
        }
    }

    private static async Task StopAsync(CancellationTokenSource done, Task saving)
    {
        await done.CancelAsync();
        await saving;
    }

    /// <summary>
    /// A verb takes the place of another one's interrupted job on the same target: that one is cleaned up first, so
    /// that at most one job of a target is ever half-way (a failover need not wait for a delta, HVR-42).
    /// </summary>
    private async Task AbandonOthersAsync(ReplicationJob job, CancellationToken cancellationToken)
    {
        foreach (ReplicationJob other in await _catalog.ReadAsync((reader, token) => HalfwayJobs.ListAsync(reader, job, token), cancellationToken))
        {
            var journal = await _catalog.ReadAsync(
                (reader, token) => reader.ListAsync<JobStep>(ownerId: other.Id, cancellationToken: token), cancellationToken);
            await _handlers[other.Verb].AbandonAsync(new JobContext(other, journal, _catalog, _time), cancellationToken);
            // One that was submitted again meanwhile must not run either: what its journal calls done has just been undone.
            await _catalog.TransactAsync(
                async (transaction, token) => await transaction.FindAsync<ReplicationJob>(other.Id, token) is { JobState: not JobState.Running } present
                    ? await transaction.UpdateAsync(
                        present with
                        {
                            JobState = other.JobState == JobState.Failed ? JobState.Failed : JobState.Abandoned,
                            CanContinue = false,
                            EndedAt = other.EndedAt ?? _time.GetUtcNow(),
                        },
                        token)
                    : null,
                cancellationToken);
        }
    }

    private Task<IReadOnlyList<ReplicationJob>> ListAsync(JobState state, CancellationToken cancellationToken) =>
        _catalog.ReadAsync((reader, token) => reader.ListAsync<ReplicationJob>(state: state.ToString(), cancellationToken: token), cancellationToken);

    private Task<ReplicationJob> SaveAsync(JobFence run, ReplicationJob job, CancellationToken cancellationToken) =>
        _catalog.TransactAsync(
            async (transaction, token) =>
            {
                // The runner is the only writer of a job once it runs, but for what others ask of it.
                ReplicationJob present = await run.RequireAsync(transaction, token);
                bool stop = job.JobState == JobState.Running && present.StopRequested;
                ReplicationJob saved = await transaction.UpdateAsync(job with { Version = present.Version, StopRequested = stop, Detached = present.Detached }, token);
                if (saved.JobState is JobState.Succeeded or JobState.Failed)
                    await transaction.AppendAuditAsync(
                        new AuditEntry(_time.GetUtcNow(), job.SubmittedBy, job.Verb, job.TargetName, saved.JobState.ToString(), job.Error?.Message), token);
                return saved;
            },
            cancellationToken);

    private static JobError ErrorOf(ReplicationJob job, Exception error) => error switch
    {
        ReplicationException known => new JobError(known.ErrorId, known.Target, known.Message, known.IsTransient),
        IOException io => new JobError(ErrorIds.InputOutputFailed, job.TargetName, io.Message, IsTransient: true),
        UnauthorizedAccessException denied => new JobError(ErrorIds.AccessDenied, job.TargetName, denied.Message, IsTransient: false),
        // A defect of this program: say so, with the place, instead of dressing it up as somebody else's mistake.
        _ => new JobError(ErrorIds.InternalError, job.TargetName, error.ToString(), IsTransient: false),
    };

    /// <summary>Workers report at the same time; a report is several words long and must be kept whole.</summary>
    private sealed class Relay(IProgress<TransferProgress>? next) : IProgress<TransferProgress>
    {
        private readonly Lock _gate = new();
        private TransferProgress? _last;

        public TransferProgress? Last
        {
            get
            {
                lock (_gate) return _last;
            }
        }

        public void Report(TransferProgress value)
        {
            lock (_gate)
            {
                _last = value;
                next?.Report(value);
            }
        }
    }
}
