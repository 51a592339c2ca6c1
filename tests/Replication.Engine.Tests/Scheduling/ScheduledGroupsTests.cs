using Replication.Catalog;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Schedules;
using Replication.Core.Sites;
using Replication.Core.States;
using Replication.Engine.Tests.Support;
using Replication.Runtime;

namespace Replication.Engine.Tests.Scheduling;

/// <summary>Groups under their schedule, by a clock that the test moves.</summary>
public sealed class ScheduledGroupsTests : IAsyncLifetime
{
    private readonly Clock _clock = new();
    private readonly Lab _lab;
    private TestMachine _machine = null!;

    public ScheduledGroupsTests() => _lab = new Lab { Time = _clock };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task HVR_38_HVR_39_five_hours_at_300_s_are_60_cycles_and_5_hourly_points_and_the_latest_is_newer()
    {
        ReplicationGroup group = await SetUpAsync(TimeSpan.FromMinutes(5));
        DateTimeOffset begun = _clock.GetUtcNow();
        int cycles = 0;
        while (_clock.GetUtcNow() < begun.AddHours(5))
        {
            _clock.Advance(TimeSpan.FromSeconds(100));
            _machine.Scribble(0, 4096 * (cycles % 100), 4096, cycles);
            cycles += await TickAsync(group);
        }

        Assert.Equal(60, cycles);
        Assert.Equal(61, (await _lab.VmAsync()).Statistics.SuccessfulReplicationCount);
        IReadOnlyList<RecoveryPoint> points = await _lab.PointsAsync();
        RecoveryPoint latest = points.MaxBy(point => point.SourceTime)!;
        RecoveryPoint[] hourly = [.. points.Where(point => point.Id != latest.Id).GroupBy(point => (long)(point.SourceTime - begun).TotalHours).Select(hour => hour.First())];
        Assert.Equal(5, hourly.Length);
        // HVR-39: between hourly points the replica goes on following its primary.
        Assert.InRange(_clock.GetUtcNow() - latest.SourceTime, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.True(latest.SourceTime > hourly.Max(point => point.SourceTime));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(300)]
    [InlineData(900)]
    public async Task HVR_28_a_group_is_replicated_at_its_frequency(int seconds)
    {
        ReplicationGroup group = await SetUpAsync(TimeSpan.FromSeconds(seconds));
        int cycles = 0;
        // Six intervals, looked at ten times in each.
        for (int i = 0; i < 60; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds / 10.0));
            cycles += await TickAsync(group);
        }

        Assert.Equal(6, cycles);
        Assert.Equal(7, (await _lab.VmAsync()).Statistics.SuccessfulReplicationCount);
    }

    [Fact]
    public async Task INV_02_two_agents_that_find_a_group_due_submit_one_job()
    {
        ReplicationGroup group = await SetUpAsync(TimeSpan.FromMinutes(5));
        await using Workspace other = await _lab.OpenAnotherAsync();
        for (int round = 0; round < 5; round++)
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? _lab.Workspace : other).Service.Schedules.RunAsync(group.Id))));
            Assert.Single(await QueuedAsync());
            await _lab.Workspace.Detached.TryRunDueAsync(_ => { }, default);
        }

        Assert.Equal(6, (await _lab.VmAsync()).Statistics.SuccessfulReplicationCount);
    }

    [Fact]
    public async Task What_was_missed_while_nothing_ran_is_made_up_for_once()
    {
        ReplicationGroup group = await SetUpAsync(TimeSpan.FromMinutes(5));
        _clock.Advance(TimeSpan.FromHours(7));
        await _lab.CloseAsync();
        await _lab.OpenAsync();
        Assert.Equal((1, 0), (await TickAsync(group), await TickAsync(group)));
        ScheduledGroup scheduled = Assert.Single(await _lab.Service.Schedules.ListAsync());
        Assert.Equal(ScheduleState.Waiting, scheduled.Decision.State);
        Assert.InRange(scheduled.Decision.Next - _clock.GetUtcNow(), TimeSpan.FromTicks(1), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_paused_schedule_and_a_suspended_VM_wait_and_then_go_on()
    {
        ReplicationGroup group = await SetUpAsync(TimeSpan.FromMinutes(5));
        await _lab.Service.Schedules.PauseAsync(paused: true);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((0, ScheduleState.Paused), (await TickAsync(group), (await StateAsync())));
        await _lab.Service.Schedules.PauseAsync(paused: false);
        Assert.Equal(1, await TickAsync(group));

        await _lab.RunAsync("suspend");
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((0, ScheduleState.Idle), (await TickAsync(group), await StateAsync()));
        await _lab.RunAsync("resume");
        Assert.Equal(1, await TickAsync(group));
        Assert.Equal(["ResumeSchedule", "PauseSchedule"], (await _lab.Service.Jobs.AuditAsync()).Select(entry => entry.Verb).Where(verb => verb.EndsWith("Schedule", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task HVR_24_an_initial_replication_that_is_put_ahead_is_begun_when_its_time_comes()
    {
        ReplicationGroup group = await _lab.SetUpAsync(Policy(TimeSpan.FromMinutes(5)));
        _lab.AddMachine("web", 2 << 20);
        ReplicatedVM vm = await _lab.Service.Groups.AddVmAsync(group, "web");
        await _lab.Service.SubmitAsync(_lab.Service.Verbs.Replicate(group, [vm], notBefore: _clock.GetUtcNow().AddDays(7)) with { Detached = true });
        for (int hour = 0; hour < 7 * 24; hour++)
        {
            Assert.Equal((0, ReplicationState.ReadyForInitialReplication), (await TickAsync(group), (await _lab.VmAsync()).ReplicationState));
            _clock.Advance(TimeSpan.FromHours(1));
        }

        await TickAsync(group);
        Assert.Equal(ReplicationState.Replicating, (await _lab.VmAsync()).ReplicationState);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await TickAsync(group);
        Assert.Equal(2, (await _lab.PointsAsync()).Count);
    }

    [Fact]
    public async Task An_initial_replication_that_fails_is_continued_by_the_schedule()
    {
        ReplicationGroup group = await _lab.SetUpAsync(Policy(TimeSpan.FromMinutes(5)));
        _lab.AddMachine("web", 32 << 20).Fill(0, seed: 1);
        await _lab.Service.Groups.AddVmAsync(group, "web");
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _lab.TryAsync("replicate", progress: new StopAtReport(stop, 1), cancellationToken: stop.Token));
        ReplicationJob job = Assert.Single(await _lab.Service.Jobs.ListAsync());
        Assert.Equal((JobState.Interrupted, ReplicationState.InitialReplicationInProgress), (job.JobState, (await _lab.VmAsync()).ReplicationState));
        await TickAsync(group);
        _clock.Advance(TimeSpan.FromMinutes(5));
        // Somebody stopped it; had it failed, it would be for the schedule to go on.
        Assert.Equal(0, await TickAsync(group));
        await using (SqliteCatalog catalog = await SqliteCatalog.OpenAsync(Path.Combine(_lab.WorkspaceFolder, "catalog.db")))
            await catalog.TransactAsync((transaction, token) => transaction.UpdateAsync(job with { JobState = JobState.Failed }, token));
        Assert.Equal(1, await TickAsync(group));
        Assert.Equal((JobState.Succeeded, ReplicationState.Replicating), ((await _lab.Service.Jobs.GetAsync(job.Id)).JobState, (await _lab.VmAsync()).ReplicationState));
    }

    [Fact]
    public async Task A_VM_whose_replica_is_wrong_is_resynchronised_within_the_hours_of_its_policy()
    {
        // The clock begins at midnight.
        ReplicationGroup group = await SetUpAsync(TimeSpan.FromMinutes(5), policy => policy with
        {
            AutoResynchronize = AutoResynchronize.Window,
            ResynchronizeHours = new DailyHours(new TimeOnly(2, 0), new TimeOnly(3, 0)),
            TimeZone = "UTC",
        });
        await _lab.CloseAsync();
        Damage();
        await _lab.TryAsync("verify");
        Assert.Equal(ReplicationState.WaitingForStartResynchronize, (await _lab.VmAsync()).ReplicationState);
        while (_clock.GetUtcNow() < Clock.Start.AddMinutes(119))
        {
            _clock.Advance(TimeSpan.FromMinutes(7));
            if (_clock.GetUtcNow() < Clock.Start.AddHours(2)) Assert.Equal(0, await TickAsync(group));
        }

        _clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(1, await TickAsync(group));
        Assert.Equal(ReplicationState.Replicating, (await _lab.VmAsync()).ReplicationState);
    }

    [Fact]
    public async Task HVR_03_200_relationships_in_one_workspace_follow_their_schedules()
    {
        const int Groups = 20;
        const int Members = 10;
        await _lab.SetUpAsync();
        SiteDefinition hq = await _lab.Service.Sites.GetAsync("hq");
        SiteDefinition dr = await _lab.Service.Sites.GetAsync("dr");
        for (int i = 0; i < Groups; i++)
        {
            ReplicationGroup group = await _lab.Service.Groups.NewAsync($"g{i}", hq, dr, Policy(TimeSpan.FromMinutes(5), $"p{i}"));
            var vms = new List<ReplicatedVM>();
            for (int member = 0; member < Members; member++)
            {
                _lab.AddMachine($"m{i}-{member}", 64 << 10);
                vms.Add(await _lab.Service.Groups.AddVmAsync(group, $"m{i}-{member}"));
            }

            await _lab.Service.SubmitAsync(_lab.Service.Verbs.Replicate(group, vms) with { Detached = true });
        }

        await _lab.Workspace.Detached.TryRunDueAsync(_ => { }, default);
        await TickAllAsync();
        for (int minute = 0; minute < 5; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await TickAllAsync();
        }

        IReadOnlyList<ReplicatedVM> all = await _lab.Service.Groups.ListVmsAsync();
        Assert.Equal(Groups * Members, all.Count);
        Assert.All(all, vm => Assert.Equal((2, 0), (vm.Statistics.SuccessfulReplicationCount, vm.Statistics.FailedReplicationCount)));
    }

    private async Task<ReplicationGroup> SetUpAsync(TimeSpan frequency, Func<ReplicationPolicy, ReplicationPolicy>? change = null)
    {
        ReplicationGroup group = await _lab.SetUpAsync((change ?? (policy => policy))(Policy(frequency)));
        _machine = _lab.AddMachine("web", 2 << 20).Fill(0, seed: 1);
        await _lab.Service.Groups.AddVmAsync(group, "web");
        await _lab.RunAsync("replicate");
        // From here on the schedule knows the group.
        await TickAsync(group);
        return group;
    }

    private static ReplicationPolicy Policy(TimeSpan frequency, string name = "p") => new() { Id = name, Name = name, ReplicationFrequency = frequency, RpoThreshold = TimeSpan.FromHours(1) };

    /// <summary>What an agent does when it looks at a group. Returns how many jobs it ran.</summary>
    private async Task<int> TickAsync(ReplicationGroup group)
    {
        await _lab.Service.Schedules.RunAsync(group.Id);
        return await RunAsync();
    }

    private async Task TickAllAsync()
    {
        foreach (ReplicationGroup group in await _lab.Service.Groups.ListAsync()) await _lab.Service.Schedules.RunAsync(group.Id);
        await RunAsync();
    }

    private async Task<int> RunAsync()
    {
        var ran = new HashSet<string>();
        await _lab.Workspace.Detached.TryRunDueAsync(
            running =>
            {
                foreach (ReplicationJob job in running) ran.Add(job.Id);
            },
            default);
        return ran.Count;
    }

    /// <summary>Flips a bit in the middle of what the store at dr holds.</summary>
    private void Damage()
    {
        string segment = Directory.EnumerateFiles(_lab.DrStore, "*", SearchOption.AllDirectories).MaxBy(file => new FileInfo(file).Length)!;
        using FileStream file = File.Open(segment, FileMode.Open);
        file.Position = file.Length / 2;
        int value = file.ReadByte();
        file.Position = file.Length / 2;
        file.WriteByte((byte)(value ^ 1));
    }

    private async Task<ScheduleState> StateAsync() => Assert.Single(await _lab.Service.Schedules.ListAsync()).Decision.State;

    private async Task<IReadOnlyList<ReplicationJob>> QueuedAsync() => [.. (await _lab.Service.Jobs.ListAsync()).Where(job => job.JobState == JobState.Queued)];
}
