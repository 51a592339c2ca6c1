using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Core.Tests.Support;
using Replication.Core.Transfer;

namespace Replication.Core.Tests.Jobs;

public sealed class JobQueueTests : CatalogTest
{
    private readonly ScriptedHandler _copy = new("Copy");
    private readonly ScriptedHandler _other = new("Other");

    [Fact]
    public async Task A_job_runs_and_its_outcome_result_plan_and_audit_are_written()
    {
        _copy.Run = async job => await job.StepAsync("One", _ => Task.FromResult(new Answer("yes")), default);
        ReplicationJob job = await RunAsync(Queue(new OneOwner()), "Copy");
        Assert.Equal((JobState.Succeeded, 1, false), (job.JobState, job.Attempts, job.CanContinue));
        Assert.Contains("yes", job.Result, StringComparison.Ordinal);
        Assert.Equal("Copy plan", job.Plan!.Summary);
        AuditEntry audit = Assert.Single(await Catalog.ReadAsync((reader, token) => reader.ListAuditAsync(cancellationToken: token)));
        Assert.Equal(("Copy", "vm", "Succeeded", "tester"), (audit.Verb, audit.Target, audit.Outcome, audit.Actor));
        Assert.NotEqual(job.Id, (await RunAsync(Queue(new OneOwner()), "Copy")).Id);
    }

    [Fact]
    public async Task A_failure_is_recorded_with_its_id_and_the_rerun_continues_behind_the_steps_that_are_done()
    {
        int first = 0;
        bool fail = true;
        _copy.Run = async job =>
        {
            await job.StepAsync("First", _ => Task.FromResult(new Answer($"{++first}")), default);
            if (fail) throw new ReplicationException("StorageFull", "store", "full.");
            return await job.StepAsync("Second", _ => Task.FromResult(new Answer("done")), default);
        };
        ReplicationJob failed = await RunAsync(Queue(new OneOwner()), "Copy");
        Assert.Equal((JobState.Failed, "StorageFull", true), (failed.JobState, failed.Error!.ErrorId, failed.CanContinue));
        fail = false;
        ReplicationJob continued = await RunAsync(Queue(new OneOwner()), "Copy");
        Assert.Equal((failed.Id, JobState.Succeeded, 2, 1, null), (continued.Id, continued.JobState, continued.Attempts, first, continued.Error));
    }

    [Theory]
    [InlineData(typeof(IOException), "InputOutputFailed", true)]
    [InlineData(typeof(UnauthorizedAccessException), "AccessDenied", false)]
    [InlineData(typeof(InvalidOperationException), "InternalError", false)]
    public async Task An_error_that_is_not_ours_gets_an_id(Type type, string errorId, bool transient)
    {
        _copy.Run = _ => throw (Exception)Activator.CreateInstance(type)!;
        ReplicationJob failed = await RunAsync(Queue(new OneOwner()), "Copy");
        Assert.Equal((errorId, transient), (failed.Error!.ErrorId, failed.Error.IsTransient));
    }

    [Fact]
    public async Task A_refusal_while_planning_runs_nothing()
    {
        _copy.Refusal = new ReplicationException("InvalidState", "vm", "no.");
        _copy.Run = _ => throw new InvalidOperationException("It ran.");
        Assert.Equal("InvalidState", (await RunAsync(Queue(new OneOwner()), "Copy")).Error!.ErrorId);
    }

    [Fact]
    public async Task A_stop_leaves_the_job_interrupted_and_the_journal_continues()
    {
        using var stop = new CancellationTokenSource();
        int effects = 0;
        _copy.Run = async job =>
        {
            await job.StepAsync("Effect", async _ => { await stop.CancelAsync(); return new Answer($"{++effects}"); }, stop.Token);
            stop.Token.ThrowIfCancellationRequested();
            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Queue(new OneOwner()), "Copy", stop.Token));
        ReplicationJob interrupted = Assert.Single(await JobsAsync());
        Assert.Equal((JobState.Interrupted, true), (interrupted.JobState, interrupted.CanContinue));
        _copy.Run = async job => await job.StepAsync("Effect", _ => Task.FromResult(new Answer($"{++effects}")), default);
        ReplicationJob continued = await RunAsync(Queue(new OneOwner()), "Copy");
        // The effect had happened when the stop came: it is in the journal and is not repeated.
        Assert.Equal((interrupted.Id, JobState.Succeeded, 1), (continued.Id, continued.JobState, effects));
    }

    [Fact]
    public async Task A_job_of_a_dead_process_is_continued()
    {
        JobQueue queue = Queue(new OneOwner());
        ReplicationJob job = await queue.SubmitAsync(Request("Copy"), default);
        await Catalog.TransactAsync((transaction, token) => transaction.UpdateAsync(job with { JobState = JobState.Running, Owner = "dead:1" }, token));
        ReplicationJob ended = await RunAsync(queue, "Copy");
        Assert.Equal((job.Id, JobState.Succeeded), (ended.Id, ended.JobState));
    }

    [Fact]
    public async Task Another_verb_takes_the_place_of_an_interrupted_one_and_of_one_that_was_submitted_again()
    {
        using var stop = new CancellationTokenSource();
        _copy.Run = async _ =>
        {
            await stop.CancelAsync();
            throw new OperationCanceledException(stop.Token);
        };
        JobQueue queue = Queue(new OneOwner());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(queue, "Copy", stop.Token));
        _copy.Run = _ => Task.FromResult<object?>(null);
        ReplicationJob other = await queue.SubmitAsync(Request("Other"), default);
        // Queued again behind the other verb, with a journal that is undone before its turn comes.
        ReplicationJob again = await queue.SubmitAsync(Request("Copy"), default);
        await Catalog.TransactAsync((transaction, token) => transaction.UpdateAsync(other with { SubmittedAt = other.SubmittedAt.AddDays(-1) }, token));
        Assert.Equal(JobState.Succeeded, (await new JobRunner(Catalog, TimeProvider.System, [_copy, _other], "me").RunAsync(other.Id, null, default)).JobState);
        Assert.Equal(1, _copy.Abandoned);
        ReplicationJob followed = await queue.FollowAsync(again.Id, null, default);
        Assert.Equal((JobState.Abandoned, false), (followed.JobState, followed.CanContinue));
        Assert.Equal(JobState.Succeeded, (await RunAsync(queue, "Copy")).JobState);
    }

    [Fact]
    public async Task The_second_follower_sees_the_job_of_the_first_to_its_end()
    {
        var owner = new OneOwner();
        var begun = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        int runs = 0;
        _copy.Run = async job =>
        {
            Interlocked.Increment(ref runs);
            job.Progress?.Report(new TransferProgress("copying", 1, 2, 3, 4));
            begun.SetResult();
            await go.Task;
            return new Answer("done");
        };
        Task<ReplicationJob> first = RunAsync(Queue(owner), "Copy");
        await begun.Task;
        Task<ReplicationJob> second = RunAsync(Queue(owner), "Copy");
        await Task.Delay(TimeSpan.FromMilliseconds(400));
        Assert.False(second.IsCompleted);
        go.SetResult();
        ReplicationJob[] ended = await Task.WhenAll(first, second);
        Assert.All(ended, job => Assert.Equal((JobState.Succeeded, ended[0].Id), (job.JobState, job.Id)));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Entries_taken_out_of_the_journal_run_again()
    {
        int effects = 0;
        _copy.Run = async job =>
        {
            await job.StepAsync("Effect", _ => Task.FromResult(new Answer($"{++effects}")), default);
            await job.ForgetAsync(name => name == "Effect", default);
            await job.ForgetAsync(name => name == "Unknown", default);
            return await job.StepAsync("Effect", _ => Task.FromResult(new Answer($"{++effects}")), default);
        };
        Assert.Contains("2", (await RunAsync(Queue(new OneOwner()), "Copy")).Result, StringComparison.Ordinal);
    }

    private static JobRequest Request(string verb) => new(verb, "vm-1", "vm", ["vm-1"], "{}");

    private static async Task<ReplicationJob> RunAsync(JobQueue queue, string verb, CancellationToken cancellationToken = default) =>
        await queue.FollowAsync((await queue.SubmitAsync(Request(verb), CancellationToken.None)).Id, null, cancellationToken);

    private JobQueue Queue(IWorkspaceLock owner) => new(
        Catalog, new JobRunner(Catalog, TimeProvider.System, [_copy, _other], "me"), owner, TimeProvider.System, "tester");

    private Task<IReadOnlyList<ReplicationJob>> JobsAsync() => Catalog.ReadAsync((reader, token) => reader.ListAsync<ReplicationJob>(cancellationToken: token));

    private sealed record Answer(string Text);
}
