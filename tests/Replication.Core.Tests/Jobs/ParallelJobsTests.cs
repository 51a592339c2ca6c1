using System.Collections.Concurrent;
using Replication.Catalog;
using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Sites;
using Replication.Core.States;
using Replication.Core.Tests.Support;

namespace Replication.Core.Tests.Jobs;

/// <summary>A host runs several jobs at once, as far as they leave one another alone.</summary>
public sealed class ParallelJobsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("replication-core-").FullName;
    private readonly OneOwner _owner = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentQueue<string> _begun = new();
    private readonly ConcurrentQueue<string> _ended = new();
    private ICatalog _catalog = null!;
    private int _running;
    private int _most;

    public async ValueTask InitializeAsync() => _catalog = await SqliteCatalog.OpenAsync(Path.Combine(_folder, "catalog.db"));

    public async ValueTask DisposeAsync()
    {
        await _catalog.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task HVR_28_a_slow_destination_delays_its_own_jobs_alone()
    {
        foreach (string id in (string[])["slow-1", "slow-2"]) await AddVmAsync(id, "far");
        for (int i = 0; i < 6; i++) await AddVmAsync($"fast-{i}", "near");
        TaskCompletionSource[] gates = [Gate("slow-1"), Gate("slow-2")];
        await SubmitAsync("slow-1");
        await SubmitAsync("slow-2");
        for (int i = 0; i < 6; i++) await SubmitAsync($"fast-{i}");
        Task host = Host().TryRunDueAsync(_ => { }, default);
        await UntilAsync(() => _ended.Count == 6);

        // All of the others are done while the slow ones stand still.
        Assert.Equal([.. Enumerable.Range(0, 6).Select(i => $"fast-{i}")], _ended.Order());
        Assert.Equal(["slow-1", "slow-2"], _begun.Take(2).Order());
        foreach (TaskCompletionSource gate in gates) gate.SetResult();
        await host.WaitAsync(Patience);
        Assert.Equal(["slow-1", "slow-2"], _ended.Skip(6).Order());
    }

    [Fact]
    public async Task No_more_run_at_once_than_the_limit_says_and_what_comes_meanwhile_is_begun()
    {
        for (int i = 0; i < 5; i++) await AddVmAsync($"vm-{i}", $"site-{i}");
        for (int i = 0; i < 5; i++) Gate($"vm-{i}");
        for (int i = 0; i < 4; i++) await SubmitAsync($"vm-{i}");
        DetachedJobs jobs = Host(limit: 3);
        Task host = jobs.TryRunDueAsync(_ => { }, default);
        await UntilAsync(() => _begun.Count == 3);
        await SubmitAsync("vm-4");
        jobs.Wake();
        _gates["vm-1"].SetResult();
        await UntilAsync(() => _begun.Contains("vm-3"));
        _gates["vm-0"].SetResult();
        await UntilAsync(() => _begun.Contains("vm-4"));
        foreach (TaskCompletionSource gate in _gates.Values) gate.TrySetResult();
        await host.WaitAsync(Patience);
        Assert.Equal((5, 3), (_ended.Count, _most));
    }

    [Fact]
    public async Task Two_jobs_of_one_VM_never_run_beside_each_other()
    {
        await AddVmAsync("vm", "far");
        TaskCompletionSource gate = Gate("vm");
        await SubmitAsync("vm");
        await SubmitAsync("vm", "Other");
        await AddVmAsync("next", "near");
        await SubmitAsync("next");
        Task host = Host().TryRunDueAsync(_ => { }, default);
        await UntilAsync(() => _ended.Contains("next"));
        Assert.Equal(["next", "vm"], _begun.Order());
        gate.SetResult();
        await host.WaitAsync(Patience);
        Assert.Equal(2, _ended.Count(id => id == "vm"));
    }

    [Fact]
    public async Task A_job_of_a_whole_site_is_not_overtaken_for_ever()
    {
        await AddVmAsync("first", "far");
        await AddVmAsync("later", "near");
        TaskCompletionSource gate = Gate("first");
        await SubmitAsync("first");
        await Queue().SubmitAsync(new JobRequest("Replicate", "far", "far", [], "{}") { Detached = true }, default);
        await SubmitAsync("later");
        Task host = Host().TryRunDueAsync(_ => { }, default);
        await UntilAsync(() => _begun.Contains("first"));
        gate.SetResult();
        await host.WaitAsync(Patience);
        Assert.Equal(["first", "far", "later"], _begun);
        Assert.Equal(1, _most);
    }

    [Theory]
    [InlineData(false, JobState.Interrupted)]
    [InlineData(true, JobState.Queued)]
    public async Task INV_02_whoever_lets_go_waits_until_nothing_runs_and_hands_over_or_not(bool handsOver, JobState left)
    {
        for (int i = 0; i < 3; i++) await AddVmAsync($"vm-{i}", $"site-{i}");
        for (int i = 0; i < 3; i++) Gate($"vm-{i}");
        for (int i = 0; i < 3; i++) await SubmitAsync($"vm-{i}");
        using var stop = new CancellationTokenSource();
        DetachedJobs jobs = Host();
        jobs.HandsOver = handsOver;
        Task host = jobs.TryRunDueAsync(_ => { }, stop.Token);
        await UntilAsync(() => _begun.Count == 3);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host);
        Assert.Equal((0, null), (_running, _owner.Holder));
        Assert.All(await JobsAsync(), job => Assert.Equal(left, job.JobState));
        Assert.Equal(handsOver, await Host().AnyAsync(default));
    }

    [Fact]
    public async Task One_that_fails_leaves_the_others_alone()
    {
        await AddVmAsync("bad", "far");
        await AddVmAsync("good", "near");
        Gate("bad").SetException(new ReplicationException("StorageFull", "far", "full."));
        await SubmitAsync("bad");
        await SubmitAsync("good");
        Assert.True(await Host().TryRunDueAsync(_ => { }, default).WaitAsync(Patience));
        Assert.Equal([JobState.Failed, JobState.Succeeded], (await JobsAsync()).Select(job => job.JobState));
    }

    [Fact]
    public async Task The_store_of_a_Local_site_is_written_by_one_process_for_as_long_as_any_of_its_jobs_runs()
    {
        foreach (string id in (string[])["one", "two", "three", "four"]) await AddVmAsync(id, "far");
        var jobs = new Dictionary<string, ReplicationJob>();
        foreach (string id in (string[])["one", "two", "three", "four"]) jobs[id] = await SubmitAsync(id);
        JobRunner here = Runner();
        var there = new JobRunner(_catalog, TimeProvider.System, [Handler("Replicate")], "another");
        Assert.True((await here.ClaimAsync(jobs["one"].Id, default)).Claimed);
        (ReplicationJob second, bool claimed) = await here.ClaimAsync(jobs["two"].Id, default);
        Assert.True(claimed);

        // The one that took the store last ends first; the other one still writes.
        await here.RunClaimedAsync(second, null, default);
        Assert.False((await there.ClaimAsync(jobs["three"].Id, default)).Claimed);
        Assert.True((await here.ClaimAsync(jobs["four"].Id, default)).Claimed);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition()) await Task.Delay(5, limit.Token);
    }

    private TaskCompletionSource Gate(string vmId) => _gates[vmId] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    private DetachedJobs Host(int limit = 4) => new(_catalog, Runner(), _owner, TimeProvider.System) { Limit = limit };

    private JobQueue Queue() => new(_catalog, Runner(), _owner, TimeProvider.System, "tester");

    private JobRunner Runner() => new(_catalog, TimeProvider.System, [Handler("Replicate"), Handler("Other")], "me");

    private ScriptedHandler Handler(string verb) => new(verb)
    {
        RunUntilStopped = async (job, token) =>
        {
            int running = Interlocked.Increment(ref _running);
            InterlockedMax(ref _most, running);
            try
            {
                _begun.Enqueue(job.Job.TargetId);
                if (_gates.TryGetValue(job.Job.TargetId, out TaskCompletionSource? gate)) await gate.Task.WaitAsync(token);
                _ended.Enqueue(job.Job.TargetId);
                return null;
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        },
    };

    private static void InterlockedMax(ref int most, int value)
    {
        int seen = Volatile.Read(ref most);
        while (seen < value)
        {
            int before = Interlocked.CompareExchange(ref most, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    private Task<ReplicationJob> SubmitAsync(string vmId, string verb = "Replicate") =>
        Queue().SubmitAsync(new JobRequest(verb, vmId, vmId, [vmId], "{}") { Detached = true }, default);

    private Task<IReadOnlyList<ReplicationJob>> JobsAsync() => _catalog.ReadAsync((reader, token) => reader.ListAsync<ReplicationJob>(cancellationToken: token));

    private Task AddVmAsync(string id, string site) => _catalog.TransactAsync(async (transaction, token) =>
    {
        // The store of a Local site has one writer; others take many.
        SiteKind kind = site == "near" ? SiteKind.Aws : SiteKind.Local;
        if (await transaction.FindAsync<SiteDefinition>(site, token) is null)
            await transaction.InsertAsync(new SiteDefinition { Id = site, Name = site, SiteKind = kind, Settings = new Dictionary<string, string>() }, token);
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
}
