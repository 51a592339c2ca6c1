using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Fencing;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Sites;
using Replication.Core.States;
using Replication.Core.Tests.Support;

namespace Replication.Core.Tests.Jobs;

/// <summary>Several processes on one catalog: each takes part of the work, none takes another's, and a dead one's is continued.</summary>
public sealed class SharedJobsTests : CatalogTest
{
    private readonly SharedOwners _owners = new();
    private readonly Dictionary<string, ScriptedHandler> _handlers = [];

    [Fact]
    public async Task Two_run_jobs_of_different_VMs_at_the_same_time()
    {
        var both = new CountdownEvent(2);
        foreach (string agent in new[] { "a", "b" })
        {
            Handler(agent).Run = async _ =>
            {
                both.Signal();
                // Neither ends before the other has begun.
                await Task.Run(() => both.Wait(TimeSpan.FromSeconds(20)));
                return null;
            };
        }

        await SubmitAsync("vm-1");
        await SubmitAsync("vm-2");
        await Task.WhenAll(RunAsync("a"), RunAsync("b"));
        Assert.Equal(0, both.CurrentCount);
        Assert.All(await JobsAsync(), job => Assert.Equal((JobState.Succeeded, 1), (job.JobState, job.Attempts)));
    }

    [Fact]
    public async Task A_job_of_a_VM_waits_for_the_one_that_another_runs()
    {
        var begun = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        Handler("a").Run = async _ =>
        {
            begun.SetResult();
            await go.Task;
            return null;
        };
        ReplicationJob first = await SubmitAsync("vm-1");
        Task running = RunAsync("a");
        await begun.Task;
        ReplicationJob second = await SubmitAsync("vm-1", "Other");
        await RunAsync("b");
        Assert.Equal((JobState.Running, JobState.Queued), ((await FindAsync(first)).JobState, (await FindAsync(second)).JobState));
        go.SetResult();
        await running;
        await RunAsync("b");
        Assert.Equal(JobState.Succeeded, (await FindAsync(second)).JobState);
    }

    [Theory]
    [InlineData(SiteKind.Local, JobState.Queued)]
    [InlineData(SiteKind.Aws, JobState.Succeeded)]
    public async Task Two_jobs_share_a_destination_unless_its_store_has_one_writer(SiteKind kind, JobState second)
    {
        await AddVmAsync("vm-1", "home", kind);
        await AddVmAsync("vm-2", "home", kind);
        var begun = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        Handler("a").Run = async _ =>
        {
            begun.SetResult();
            await go.Task;
            return null;
        };
        await SubmitAsync("vm-1");
        Task running = RunAsync("a");
        await begun.Task;
        ReplicationJob other = await SubmitAsync("vm-2");
        await RunAsync("b");
        Assert.Equal(second, (await FindAsync(other)).JobState);
        go.SetResult();
        await running;
    }

    [Fact]
    public async Task INV_02_what_a_dead_process_ran_is_continued_from_its_journal_by_another()
    {
        int effects = 0;
        var stuck = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        Handler("a").Run = async job =>
        {
            await job.StepAsync("Effect", _ => Task.FromResult(new Answer($"{++effects}")), default);
            begun.SetResult();
            await stuck.Task;
            return null;
        };
        Handler("b").Run = async job => await job.StepAsync("Effect", _ => Task.FromResult(new Answer($"{++effects}")), default);
        ReplicationJob job = await SubmitAsync("vm-1");
        Task dead = RunAsync("a");
        await begun.Task;
        _owners.Forget("a");
        await RunAsync("b");
        ReplicationJob ended = await FindAsync(job);
        Assert.Equal((JobState.Succeeded, 2, 1, 1), (ended.JobState, ended.Attempts, ended.Continuations, effects));
        stuck.SetResult();
        await dead;
    }

    [Fact]
    public async Task INV_02_a_process_that_was_wrongly_taken_for_dead_writes_nothing_more()
    {
        var taken = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        Exception? refusal = null;
        Handler("a").Run = async job =>
        {
            begun.SetResult();
            await taken.Task;
            refusal = await Record.ExceptionAsync(() => job.TransactAsync(
                "Late", async (transaction, token) => new Answer((await transaction.InsertAsync(Site("late"), token)).Id), default));
            throw refusal!;
        };
        Handler("b").Run = async job => await job.StepAsync("Effect", _ => Task.FromResult(new Answer("b")), default);
        ReplicationJob job = await SubmitAsync("vm-1");
        Task presumedDead = RunAsync("a");
        await begun.Task;
        _owners.Forget("a");
        await RunAsync("b");
        ReplicationJob ended = await FindAsync(job);
        taken.SetResult();
        await presumedDead;
        Assert.Equal(ErrorIds.JobTakenOver, Assert.IsType<ReplicationException>(refusal).ErrorId);
        Assert.Equal((JobState.Succeeded, ended.Version), (ended.JobState, (await FindAsync(job)).Version));
        Assert.Null(await Catalog.ReadAsync((reader, token) => reader.FindAsync<SiteDefinition>("late", token)));
    }

    [Fact]
    public async Task INV_02_each_run_on_a_VM_writes_under_a_greater_epoch_whatever_its_clock_says()
    {
        var epochs = new List<WriterEpoch>();
        Handler("a").Run = _ =>
        {
            epochs.Add(WriterEpoch.Current!);
            return Task.FromResult<object?>(null);
        };
        var clocks = new Queue<DateTimeOffset>([At(12), At(11), At(13), new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero)]);
        while (clocks.TryDequeue(out DateTimeOffset now))
        {
            var time = new FixedTime(now);
            await SubmitAsync("vm-1");
            var runner = new JobRunner(Catalog, time, [Handler("a")], "a");
            await new DetachedJobs(Catalog, runner, _owners.Of("a"), time).TryRunDueAsync(_ => { }, default);
        }

        Assert.Equal([At(12).ToUnixTimeMilliseconds(), At(12).ToUnixTimeMilliseconds() + 1, At(13).ToUnixTimeMilliseconds(), At(13).ToUnixTimeMilliseconds() + 1],
            epochs.Select(epoch => epoch.Number));
        Assert.Equal(4, epochs.Select(epoch => epoch.Holder).Distinct().Count());
        Assert.Null(WriterEpoch.Current);

        static DateTimeOffset At(int hour) => new(2026, 3, 29, hour, 0, 0, TimeSpan.Zero);
    }

    /// <summary>Whether a process is there is what its lock says, and nobody's clock: hours that one is wrong by take nothing from it and keep nothing for it.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task INV_02_a_clock_that_jumps_by_hours_takes_no_job_and_keeps_none(int hours)
    {
        var begun = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        Handler("a").Run = async _ =>
        {
            begun.SetResult();
            await go.Task;
            return null;
        };
        ReplicationJob job = await SubmitAsync("vm-1");
        Task first = RunAsync("a");
        await begun.Task;
        var wrong = new FixedTime(TimeProvider.System.GetUtcNow().AddHours(hours));
        Task<bool> LookAsync() =>
            new DetachedJobs(Catalog, new JobRunner(Catalog, wrong, [Handler("b")], "b"), _owners.Of("b"), wrong).TryRunDueAsync(_ => { }, default);
        await LookAsync();
        Assert.Equal((JobState.Running, "a"), ((await FindAsync(job)).JobState, (await FindAsync(job)).Owner));

        long epoch = (await FindAsync(job)).Epoch;
        _owners.Forget("a");
        await LookAsync();
        ReplicationJob ended = await FindAsync(job);
        Assert.Equal((JobState.Succeeded, 2), (ended.JobState, ended.Attempts));
        Assert.True(ended.Epoch > epoch);
        go.SetResult();
        await first;
    }

    [Fact]
    public async Task A_job_takes_the_place_of_what_was_begun_for_its_VM_or_for_the_VMs_group()
    {
        await AddVmAsync("vm-1", "home", SiteKind.Aws);
        Handler("a").Run = _ => throw new ReplicationException("Scripted", "test", "failed.");
        await SubmitAsync("vm-1");
        ReplicationJob group = await Queue("submitter").SubmitAsync(new JobRequest("Replicate", "g", "g", ["vm-1", "vm-2"], "{}") { Detached = true }, default);
        ReplicationJob stranger = await SubmitAsync("vm-3");
        await RunAsync("a");
        Handler("a").Run = _ => Task.FromResult<object?>(null);
        await SubmitAsync("vm-1", "Other");
        await RunAsync("a");
        Assert.False((await FindAsync(group)).CanContinue);
        Assert.True((await FindAsync(stranger)).CanContinue);
    }

    [Fact]
    public async Task A_job_of_a_pools_site_is_run_by_an_agent_of_that_pool_alone()
    {
        await AddVmAsync("vm-1", "zone-a", SiteKind.Aws);
        await AddVmAsync("vm-2", "anywhere", SiteKind.Aws);
        await Catalog.TransactAsync(async (transaction, token) =>
            await transaction.UpdateAsync((await transaction.FindAsync<SiteDefinition>("zone-a", token))! with { Pool = "a" }, token));
        ReplicationJob pooled = await SubmitAsync("vm-1");
        ReplicationJob free = await SubmitAsync("vm-2");
        await RunAsync("none");
        await RunAsync("other", "b");
        Assert.Equal((JobState.Queued, JobState.Succeeded), ((await FindAsync(pooled)).JobState, (await FindAsync(free)).JobState));
        await RunAsync("member", "a");
        Assert.Equal(JobState.Succeeded, (await FindAsync(pooled)).JobState);
    }

    [Fact]
    public async Task Only_so_many_ended_jobs_of_a_VM_are_kept_with_their_journals()
    {
        Handler("a").Run = async job => await job.StepAsync("Effect", _ => Task.FromResult(new Answer("x")), default);
        await AddVmAsync("vm-1", "home", SiteKind.Aws);
        ReplicationJob ofAnother = await SubmitAsync("vm-2");
        for (int run = 0; run < JobHistory.Kept + 12; run++)
        {
            await SubmitAsync("vm-1");
            await RunAsync("a");
        }

        IReadOnlyList<ReplicationJob> kept = [.. (await JobsAsync()).Where(job => job.TargetId == "vm-1")];
        Assert.InRange(kept.Count, JobHistory.Kept, JobHistory.Kept + 8);
        Assert.Equal(JobState.Succeeded, (await FindAsync(ofAnother)).JobState);
        int steps = (await Catalog.ReadAsync((reader, token) => reader.ListAsync<JobStep>(cancellationToken: token))).Count;
        Assert.Equal(kept.Count + 1, steps);
        Assert.Equal(JobHistory.Kept + 13, (await Catalog.ReadAsync((reader, token) => reader.ListAuditAsync(cancellationToken: token))).Count);
    }

    [Fact]
    public async Task What_waits_does_not_keep_what_is_behind_it_in_a_long_queue()
    {
        for (int index = 0; index < 70; index++) await Queue("submitter").SubmitAsync(Ahead($"later-{index}"), default);
        ReplicationJob due = await SubmitAsync("vm-1");
        await RunAsync("a");
        Assert.Equal(JobState.Succeeded, (await FindAsync(due)).JobState);
        Assert.Equal(70, (await JobsAsync()).Count(job => job.JobState == JobState.Queued));

        static JobRequest Ahead(string vmId) => Request(vmId, "Copy") with { Detached = true, NotBefore = TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1) };
    }

    [Fact]
    public async Task A_process_that_loses_its_hold_stops_and_follows_the_job_where_it_is_continued()
    {
        var begun = new TaskCompletionSource();
        Handler("a").RunUntilStopped = async (_, token) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
            return null;
        };
        JobQueue queue = Queue("a");
        ReplicationJob job = await queue.SubmitAsync(Request("vm-1", "Copy"), default);
        Task<ReplicationJob> following = queue.FollowAsync(job.Id, null, default);
        await begun.Task;
        Handler("a").RunUntilStopped = null;
        _owners.Lose("a");
        Assert.Equal(JobState.Succeeded, (await following).JobState);
        Assert.Equal(2, (await FindAsync(job)).Attempts);
    }

    [Fact]
    public async Task A_follower_runs_its_own_job_and_leaves_those_of_others_alone()
    {
        ReplicationJob theirs = await Queue("a").SubmitAsync(Request("vm-1", "Copy"), default);
        JobQueue queue = Queue("b");
        ReplicationJob own = await queue.SubmitAsync(Request("vm-2", "Copy"), default);
        Assert.Equal(JobState.Succeeded, (await queue.FollowAsync(own.Id, null, default)).JobState);
        Assert.Equal(JobState.Queued, (await FindAsync(theirs)).JobState);
    }

    private ScriptedHandler Handler(string agent)
    {
        if (!_handlers.TryGetValue(agent, out ScriptedHandler? handler)) _handlers[agent] = handler = new ScriptedHandler("Replicate");
        return handler;
    }

    private static JobRequest Request(string vmId, string verb) => new(verb == "Copy" ? "Replicate" : verb, vmId, vmId, [vmId], "{}");

    private Task<ReplicationJob> SubmitAsync(string vmId, string verb = "Copy") => Queue("submitter").SubmitAsync(Request(vmId, verb) with { Detached = true }, default);

    private Task RunAsync(string agent, string? pool = null) =>
        new DetachedJobs(Catalog, Runner(agent), _owners.Of(agent), TimeProvider.System) { Pool = pool }.TryRunDueAsync(_ => { }, default);

    private JobQueue Queue(string agent) => new(Catalog, Runner(agent), _owners.Of(agent), TimeProvider.System, "tester");

    private JobRunner Runner(string agent) => new(Catalog, TimeProvider.System, [Handler(agent), new ScriptedHandler("Other")], agent);

    private async Task<ReplicationJob> FindAsync(ReplicationJob job) =>
        (await Catalog.ReadAsync((reader, token) => reader.FindAsync<ReplicationJob>(job.Id, token)))!;

    private Task<IReadOnlyList<ReplicationJob>> JobsAsync() => Catalog.ReadAsync((reader, token) => reader.ListAsync<ReplicationJob>(cancellationToken: token));

    private static SiteDefinition Site(string id, SiteKind kind = SiteKind.Local) => new() { Id = id, Name = id, SiteKind = kind, Settings = new Dictionary<string, string>() };

    private Task AddVmAsync(string id, string site, SiteKind kind) => Catalog.TransactAsync(async (transaction, token) =>
    {
        if (await transaction.FindAsync<SiteDefinition>(site, token) is null) await transaction.InsertAsync(Site(site, kind), token);
        return await transaction.InsertAsync(
            new ReplicatedVM
            {
                Id = id,
                Name = id,
                GroupId = "g",
                PrimaryMachineId = id,
                PrimarySiteId = "source",
                ReplicaSiteId = site,
                ReplicationState = ReplicationState.Replicating,
            },
            token);
    });

    private sealed record Answer(string Text);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
