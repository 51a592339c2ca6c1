using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Core.Tests.Support;

namespace Replication.Core.Tests.Jobs;

/// <summary>Jobs that nobody follows, as the host runs them.</summary>
public sealed class DetachedJobsTests : CatalogTest
{
    private readonly ScriptedHandler _copy = new("Copy");
    private readonly ScriptedHandler _then = new("Then");
    private readonly OneOwner _owner = new();
    private readonly List<string> _ran = [];

    [Fact]
    public async Task They_are_run_and_the_workspace_is_let_go()
    {
        ReplicationJob job = await Queue().SubmitAsync(Detached("Copy"), default);
        Assert.True(await Host().AnyDueAsync(default));
        Assert.True(await RunAsync());
        ReplicationJob ended = await FindAsync(job);
        Assert.Equal((JobState.Succeeded, true, 1), (ended.JobState, ended.Detached, ended.Attempts));
        Assert.Equal([job.Id], _ran);
        Assert.False(await Host().AnyAsync(default));
        Assert.Null(_owner.Holder);
    }

    [Fact]
    public async Task A_job_with_a_follower_is_no_reason_to_own_the_workspace()
    {
        await Queue().SubmitAsync(Request("Copy"), default);
        Assert.False(await Host().AnyDueAsync(default));
        Assert.False(await Host().AnyAsync(default));
    }

    [Fact]
    public async Task Another_owner_is_left_in_peace()
    {
        await using IAsyncDisposable? command = await _owner.TryAcquireAsync();
        ReplicationJob job = await Queue().SubmitAsync(Detached("Copy"), default);
        Assert.False(await RunAsync());
        Assert.Equal(JobState.Queued, (await FindAsync(job)).JobState);
    }

    [Fact]
    public async Task INV_02_a_job_whose_process_died_is_continued_once()
    {
        ReplicationJob job = await Queue().SubmitAsync(Detached("Copy"), default);
        await DieAsync(job.Id);
        Assert.True(await Host().AnyDueAsync(default));

        // The process that continues it dies as well, just before the job is run: that is where it stops.
        await Assert.ThrowsAsync<InvalidOperationException>(() => Host().TryRunDueAsync(_ => throw new InvalidOperationException("dead"), default));
        await DieAsync(job.Id);
        Assert.True(await RunAsync());
        ReplicationJob left = await FindAsync(job);
        Assert.Equal((JobState.Interrupted, true, 1), (left.JobState, left.CanContinue, left.Continuations));
        Assert.Empty(_ran);
        Assert.False(await Host().AnyAsync(default));

        // Asked for again it has another go.
        await Queue().ResumeAsync(job.Id, detached: true);
        Assert.True(await RunAsync());
        ReplicationJob ended = await FindAsync(job);
        Assert.Equal((JobState.Succeeded, 0), (ended.JobState, ended.Continuations));
    }

    [Fact]
    public async Task A_followed_job_whose_process_died_is_not_continued_by_itself()
    {
        ReplicationJob job = await Queue().SubmitAsync(Request("Copy"), default);
        await DieAsync(job.Id);
        Assert.True(await RunAsync());
        Assert.Equal((JobState.Interrupted, 0), ((await FindAsync(job)).JobState, _ran.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_somebody_stopped_is_not_continued_by_itself(bool afterItsProcessDied)
    {
        ReplicationJob job = await Queue().SubmitAsync(Detached("Copy"), default);
        if (afterItsProcessDied)
        {
            await DieAsync(job.Id);
            await Queue().WatchAsync(job.Id, null, default);
            await Queue().RequestStopAsync(job.Id, default);
        }
        else
        {
            using var stop = new CancellationTokenSource();
            _copy.RunUntilStopped = async (_, token) =>
            {
                await stop.CancelAsync();
                token.ThrowIfCancellationRequested();
                return null;
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Host().TryRunDueAsync(Ignore, stop.Token));
        }

        Assert.False(await Host().AnyAsync(default));
        ReplicationJob left = await FindAsync(job);
        Assert.Equal((JobState.Interrupted, true), (left.JobState, left.CanContinue));
        Assert.Null(_owner.Holder);
    }

    [Fact]
    public async Task One_that_is_put_ahead_is_waited_for()
    {
        ReplicationJob job = await Queue().SubmitAsync(Detached("Copy") with { NotBefore = TimeProvider.System.GetUtcNow().AddHours(1) }, default);
        Assert.True(await Host().AnyAsync(default));
        Assert.False(await Host().AnyDueAsync(default));
        Assert.True(await RunAsync());
        Assert.Equal(JobState.Queued, (await FindAsync(job)).JobState);
        var later = new DetachedJobs(Catalog, Runner(), _owner, new Ahead(TimeSpan.FromHours(2)));
        Assert.True(await later.AnyDueAsync(default));
        await later.TryRunDueAsync(Ignore, default);
        Assert.Equal(JobState.Succeeded, (await FindAsync(job)).JobState);
    }

    [Fact]
    public async Task A_job_follows_another_that_succeeded()
    {
        ReplicationJob first = await Queue().SubmitAsync(Detached("Copy"), default);
        ReplicationJob second = await Queue().SubmitAsync(Detached("Then") with { AfterJobId = first.Id }, default);
        Assert.True(await RunAsync());
        Assert.Equal([first.Id, second.Id], _ran);
        Assert.Equal(JobState.Succeeded, (await FindAsync(second)).JobState);
    }

    [Fact]
    public async Task A_job_is_given_up_when_the_one_before_it_failed()
    {
        _copy.Run = _ => throw new ReplicationException("StorageFull", "store", "full.");
        ReplicationJob first = await Queue().SubmitAsync(Detached("Copy"), default);
        ReplicationJob second = await Queue().SubmitAsync(Detached("Then") with { AfterJobId = first.Id }, default);
        Assert.True(await RunAsync());
        Assert.Equal([first.Id], _ran);
        ReplicationJob left = await FindAsync(second);
        Assert.Equal((JobState.Abandoned, false), (left.JobState, left.CanContinue));
        Assert.False(await Host().AnyAsync(default));
    }

    [Fact]
    public async Task A_follower_that_leaves_does_not_take_a_detached_job_with_it()
    {
        await using IAsyncDisposable? other = await _owner.TryAcquireAsync();
        ReplicationJob job = await Queue().SubmitAsync(Request("Copy"), default);
        Assert.Equal(job.Id, (await Queue().SubmitAsync(Detached("Copy"), default)).Id);
        using var stop = new CancellationTokenSource();
        Task<ReplicationJob> following = Queue().FollowAsync(job.Id, null, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        ReplicationJob left = await FindAsync(job);
        Assert.Equal((JobState.Queued, true), (left.JobState, left.Detached));
    }

    [Fact]
    public async Task A_follower_that_leaves_while_it_runs_a_detached_job_hands_it_back()
    {
        ReplicationJob detached = await Queue().SubmitAsync(Detached("Copy"), default);
        ReplicationJob followed = await Queue().SubmitAsync(Request("Then"), default);
        using var stop = new CancellationTokenSource();
        _copy.RunUntilStopped = async (_, token) =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Queue().FollowAsync(followed.Id, null, stop.Token));
        Assert.Equal((JobState.Queued, JobState.Abandoned), ((await FindAsync(detached)).JobState, (await FindAsync(followed)).JobState));
        Assert.True(await Host().AnyDueAsync(default));
    }

    [Fact]
    public async Task A_job_that_is_run_already_becomes_detached_and_stays_so()
    {
        ReplicationJob job = await Queue().SubmitAsync(Request("Copy"), default);
        _copy.Run = async _ =>
        {
            await Queue().SubmitAsync(Detached("Copy"), default);
            return null;
        };
        await Queue().FollowAsync(job.Id, null, default);
        Assert.True((await FindAsync(job)).Detached);
    }

    private static JobRequest Request(string verb) => new(verb, "vm-1", "vm", ["vm-1"], "{}");

    private static JobRequest Detached(string verb) => Request(verb) with { Detached = true };

    private static void Ignore(IReadOnlyList<ReplicationJob> running)
    {
        // What is run is not the question.
    }

    private Task<bool> RunAsync() => Host().TryRunDueAsync(
        running => _ran.AddRange(running.Select(job => job.Id).Except(_ran)),
        default);

    /// <summary>As a process leaves a job that is killed while it runs it.</summary>
    private Task DieAsync(string jobId) => Catalog.TransactAsync(
        async (transaction, token) => await transaction.UpdateAsync(
            (await transaction.FindAsync<ReplicationJob>(jobId, token))! with { JobState = JobState.Running, Owner = "dead:1", Attempts = 1 }, token));

    private async Task<ReplicationJob> FindAsync(ReplicationJob job) =>
        (await Catalog.ReadAsync((reader, token) => reader.FindAsync<ReplicationJob>(job.Id, token)))!;

    private JobQueue Queue() => new(Catalog, Runner(), _owner, TimeProvider.System, "tester");

    private DetachedJobs Host() => new(Catalog, Runner(), _owner, TimeProvider.System);

    private JobRunner Runner() => new(Catalog, TimeProvider.System, [_copy, _then], "me");

    private sealed class Ahead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
