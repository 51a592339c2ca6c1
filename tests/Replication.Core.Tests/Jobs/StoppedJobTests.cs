using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Core.Tests.Support;

namespace Replication.Core.Tests.Jobs;

/// <summary>Jobs that somebody else stops, watches or resumes, through the catalog.</summary>
public sealed class StoppedJobTests : CatalogTest
{
    private readonly ScriptedHandler _copy = new("Copy");
    private readonly OneOwner _owner = new();

    [Fact]
    public async Task A_running_job_is_stopped_through_the_catalog_and_resumed_from_its_journal()
    {
        var begun = new TaskCompletionSource();
        int effects = 0;
        _copy.RunUntilStopped = async (job, token) =>
        {
            await job.StepAsync("Effect", _ => Task.FromResult(new Answer($"{++effects}")), token);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return null;
        };
        JobQueue queue = Queue();
        ReplicationJob submitted = await queue.SubmitAsync(Request(), default);
        Task<ReplicationJob> running = queue.FollowAsync(submitted.Id, null, default);
        await begun.Task;
        Assert.True((await queue.RequestStopAsync(submitted.Id, default)).StopRequested);

        // The follower is told by the job's state; only its own stop would be thrown.
        ReplicationJob stopped = await running;
        Assert.Equal((JobState.Interrupted, true, false), (stopped.JobState, stopped.CanContinue, stopped.StopRequested));
        Assert.Equal(JobState.Interrupted, (await queue.WatchAsync(submitted.Id, null, default)).JobState);

        _copy.RunUntilStopped = async (job, token) => await job.StepAsync("Effect", _ => Task.FromResult(new Answer($"{++effects}")), token);
        Assert.Equal(JobState.Queued, (await queue.ResumeAsync(submitted.Id, default)).JobState);
        ReplicationJob ended = await queue.FollowAsync(submitted.Id, null, default);
        Assert.Equal((JobState.Succeeded, 2, 1), (ended.JobState, ended.Attempts, effects));
    }

    [Fact]
    public async Task A_queued_job_is_withdrawn_and_an_ended_one_is_left_alone()
    {
        _copy.Run = _ => Task.FromResult<object?>(null);
        JobQueue queue = Queue();
        ReplicationJob queued = await queue.SubmitAsync(Request(), default);
        Assert.Equal(JobState.Abandoned, (await queue.RequestStopAsync(queued.Id, default)).JobState);
        Assert.Equal("JobNotResumable", (await Assert.ThrowsAsync<ReplicationException>(() => queue.ResumeAsync(queued.Id, default))).ErrorId);

        ReplicationJob again = await queue.SubmitAsync(Request(), default);
        Assert.NotEqual(queued.Id, again.Id);
        await queue.FollowAsync(again.Id, null, default);
        Assert.Equal(JobState.Succeeded, (await queue.RequestStopAsync(again.Id, default)).JobState);
        Assert.Equal("JobNotFound", (await Assert.ThrowsAsync<ReplicationException>(() => queue.RequestStopAsync("no", default))).ErrorId);
    }

    [Fact]
    public async Task Watching_a_job_of_a_dead_process_finds_it_interrupted_and_does_not_run_it()
    {
        _copy.Run = _ => throw new InvalidOperationException("It ran.");
        JobQueue queue = Queue();
        ReplicationJob job = await queue.SubmitAsync(Request(), default);
        await Catalog.TransactAsync((transaction, token) => transaction.UpdateAsync(job with { JobState = JobState.Running, Owner = "dead:1" }, token));
        Assert.Equal(JobState.Interrupted, (await queue.WatchAsync(job.Id, null, default)).JobState);
    }

    [Fact]
    public async Task A_watcher_that_is_stopped_leaves_a_queued_job_in_the_queue()
    {
        JobQueue queue = Queue();
        ReplicationJob job = await queue.SubmitAsync(Request(), default);
        using var stop = new CancellationTokenSource();
        Task<ReplicationJob> watching = queue.WatchAsync(job.Id, null, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        Assert.Equal(JobState.Queued, (await queue.ResumeAsync(job.Id, default)).JobState);
    }

    private static JobRequest Request() => new("Copy", "vm-1", "vm", ["vm-1"], "{}");

    private JobQueue Queue() => new(Catalog, new JobRunner(Catalog, TimeProvider.System, [_copy], "me"), _owner, TimeProvider.System, "tester");

    private sealed record Answer(string Text);
}
