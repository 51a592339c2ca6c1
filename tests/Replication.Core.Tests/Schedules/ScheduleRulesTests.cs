using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Policies;
using Replication.Core.Schedules;
using Replication.Core.States;

namespace Replication.Core.Tests.Schedules;

public sealed class ScheduleRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Frequency = TimeSpan.FromMinutes(5);
    private static readonly ReplicationGrid Grid = ReplicationGrid.Of("g", Frequency);

    private GroupFacts _facts = new(
        new ReplicationGroup { Id = "g", Name = "g", SourceSiteId = "a", TargetSiteId = "b", PolicyId = "p" },
        new ReplicationPolicy { Id = "p", Name = "p", ReplicationFrequency = Frequency },
        [Vm("one", ReplicationState.Replicating)], Served(Grid.Last(Noon)), [], Paused: false);

    [Fact]
    public void Before_its_next_instant_it_waits()
    {
        ScheduleDecision decision = Decide(Noon);
        Assert.Equal((ScheduleState.Waiting, Grid.Next(Noon)), (decision.State, decision.Next));
        Assert.Empty(decision.Replicate);
    }

    [Fact]
    public void HVR_28_at_its_instant_all_VMs_that_replicate_are_due_together()
    {
        _facts = _facts with { Vms = [.. _facts.Vms, Vm("two", ReplicationState.Replicating), Vm("off", ReplicationState.Suspended)] };
        ScheduleDecision decision = Decide(Grid.Next(Noon));
        Assert.Equal((ScheduleState.Due, Grid.Next(Noon), Grid.Next(Noon) + Frequency), (decision.State, decision.Tick, decision.Next));
        Assert.Equal(["one", "two"], decision.Replicate.Select(vm => vm.Id));
    }

    [Fact]
    public void A_group_that_is_new_begins_with_its_next_instant()
    {
        _facts = _facts with { Schedule = null };
        ScheduleDecision decision = Decide(Noon);
        Assert.Equal((ScheduleState.Waiting, Grid.Last(Noon), Grid.Next(Noon)), (decision.State, decision.Tick, decision.Next));
    }

    [Theory]
    [InlineData(JobState.Running, false, true)]
    [InlineData(JobState.Queued, true, true)]
    [InlineData(JobState.Queued, false, false)]
    public void Runs_of_one_machine_never_overlap(JobState state, bool scheduled, bool waits)
    {
        _facts = _facts with { Jobs = [Job("job", "Replicate", state) with { ScheduledFor = scheduled ? Noon : null }] };
        ScheduleDecision decision = Decide(Noon + Frequency);
        Assert.Equal(waits ? ScheduleState.Running : ScheduleState.Due, decision.State);

        // The run has ended an hour later: all that was missed is made up for with one.
        _facts = _facts with { Jobs = [] };
        decision = Decide(Noon.AddHours(1));
        Assert.Equal((ScheduleState.Due, Grid.Last(Noon.AddHours(1))), (decision.State, decision.Tick));
    }

    [Fact]
    public void A_job_of_another_machine_is_not_in_the_way()
    {
        _facts = _facts with { Jobs = [Job("job", "Replicate", JobState.Running) with { VmIds = ["other"] }] };
        Assert.Equal(ScheduleState.Due, Decide(Noon + Frequency).State);
    }

    [Theory]
    [InlineData(ReplicationState.ReadyForInitialReplication, " Start the first replication: 'replication start' or Start-VMReplication; the schedule goes on from there.")]
    [InlineData(ReplicationState.Suspended, " Resume it: 'replication resume' or Resume-ReplicatedVM.")]
    [InlineData(ReplicationState.FailedOver, "")]
    [InlineData(ReplicationState.FailedOverWaitingCompletion, "")]
    [InlineData(ReplicationState.ResynchronizeSuspended, "")]
    [InlineData(ReplicationState.WaitingForStartResynchronize, "")]
    public void What_the_states_do_not_allow_is_left_out_with_its_reason_and_the_next_step(ReplicationState state, string next)
    {
        _facts = _facts with { Vms = [Vm("one", state)] };
        ScheduleDecision decision = Decide(Noon + Frequency);
        Assert.Equal((ScheduleState.Idle, $"{state}: one.{next}"), (decision.State, decision.Reason));
    }

    [Fact]
    public void Paused_schedules_begin_nothing_and_make_up_for_it_once()
    {
        _facts = _facts with { Paused = true };
        Assert.Equal(ScheduleState.Paused, Decide(Noon.AddDays(1)).State);
        _facts = _facts with { Paused = false };
        Assert.Equal((ScheduleState.Due, Grid.Last(Noon.AddDays(1))), (Decide(Noon.AddDays(1)).State, Decide(Noon.AddDays(1)).Tick));
    }

    [Fact]
    public void A_clock_that_is_corrected_serves_nothing_twice()
    {
        DateTimeOffset tick = Grid.Next(Noon);
        _facts = _facts with { Schedule = Served(tick) };
        ScheduleDecision decision = Decide(tick.AddSeconds(-30));
        Assert.Equal((ScheduleState.Waiting, tick + Frequency), (decision.State, decision.Next));
        Assert.Equal(ScheduleState.Waiting, Decide(tick.AddSeconds(1)).State);
        Assert.Equal(ScheduleState.Due, Decide(tick + Frequency).State);
    }

    [Fact]
    public void A_clock_that_goes_back_a_year_neither_stalls_nor_races()
    {
        DateTimeOffset back = Noon.AddYears(-1);
        ScheduleDecision decision = Decide(back);
        Assert.Equal((ScheduleState.Waiting, Grid.Last(back), Grid.Next(back)), (decision.State, decision.Tick, decision.Next));
        _facts = _facts with { Schedule = Served(decision.Tick) };
        Assert.Equal(ScheduleState.Due, Decide(Grid.Next(back)).State);
    }

    [Fact]
    public void A_clock_that_jumps_ahead_makes_one_run()
    {
        ScheduleDecision decision = Decide(Noon.AddYears(1));
        Assert.Equal((ScheduleState.Due, Grid.Last(Noon.AddYears(1))), (decision.State, decision.Tick));
    }

    [Theory]
    [InlineData("2026-03-29T00:00:00Z")]
    [InlineData("2026-10-25T00:00:00Z")]
    public void Summer_time_neither_adds_nor_takes_a_run(string day)
    {
        DateTimeOffset now = DateTimeOffset.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        _facts = _facts with { Policy = _facts.Policy with { TimeZone = "Europe/Berlin" }, Schedule = Served(Grid.Last(now)) };
        int runs = 0;
        for (DateTimeOffset end = now.AddHours(6); now < end; now += TimeSpan.FromSeconds(15))
        {
            ScheduleDecision decision = Decide(now);
            if (decision.State != ScheduleState.Due) continue;
            runs++;
            _facts = _facts with { Schedule = Served(decision.Tick) };
        }

        Assert.Equal(72, runs, tolerance: 1);
    }

    [Theory]
    [InlineData(JobState.Failed, true)]
    [InlineData(JobState.Interrupted, false)]
    public void An_initial_replication_that_failed_is_continued_and_one_that_somebody_stopped_is_not(JobState state, bool continued)
    {
        _facts = _facts with
        {
            Vms = [Vm("one", ReplicationState.InitialReplicationInProgress)],
            Jobs = [Job("initial", "Replicate", state) with { CanContinue = true }],
        };
        ScheduleDecision decision = Decide(Noon + Frequency);
        Assert.Equal(continued ? ScheduleState.Due : ScheduleState.Idle, decision.State);
        Assert.Equal(continued ? ["initial"] : [], decision.ContinueJobIds);
        Assert.Empty(decision.Replicate);
    }

    [Theory]
    [InlineData(AutoResynchronize.Off, "2026-01-10T22:00:00Z", false)]
    [InlineData(AutoResynchronize.Always, "2026-01-10T12:00:00Z", true)]
    [InlineData(AutoResynchronize.Window, "2026-01-10T12:00:00Z", false)]
    // 18:30 in Berlin is 17:30 UTC in winter and 16:30 in summer; 06:00 is 05:00 and 04:00.
    [InlineData(AutoResynchronize.Window, "2026-01-10T17:29:59Z", false)]
    [InlineData(AutoResynchronize.Window, "2026-01-10T17:30:00Z", true)]
    [InlineData(AutoResynchronize.Window, "2026-01-11T04:59:59Z", true)]
    [InlineData(AutoResynchronize.Window, "2026-01-11T05:00:00Z", false)]
    [InlineData(AutoResynchronize.Window, "2026-07-10T16:30:00Z", true)]
    [InlineData(AutoResynchronize.Window, "2026-07-11T04:00:00Z", false)]
    public void A_resynchronisation_begins_by_itself_within_the_hours_of_the_policy(AutoResynchronize mode, string at, bool begins)
    {
        DateTimeOffset now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        _facts = _facts with
        {
            Policy = _facts.Policy with { AutoResynchronize = mode, TimeZone = "Europe/Berlin" },
            Vms = [Vm("one", ReplicationState.WaitingForStartResynchronize), Vm("stopped", ReplicationState.ResynchronizeSuspended)],
            Schedule = Served(now - 2 * Frequency),
        };
        ScheduleDecision decision = Decide(now);
        Assert.Equal(begins ? ["one"] : [], decision.Resynchronize.Select(vm => vm.Id));
        Assert.Equal(begins ? ScheduleState.Due : ScheduleState.Idle, decision.State);
    }

    private static ReplicatedVM Vm(string id, ReplicationState state) => new()
    {
        Id = id,
        Name = id,
        GroupId = "g",
        PrimaryMachineId = id,
        PrimarySiteId = "a",
        ReplicaSiteId = "b",
        ReplicationState = state,
    };

    private static GroupSchedule Served(DateTimeOffset tick) => new() { Id = "g", LastTick = tick };

    private static ReplicationJob Job(string id, string verb, JobState state) => new()
    {
        Id = id,
        Verb = verb,
        TargetId = "one",
        TargetName = "one",
        VmIds = ["one"],
        Parameters = "{}",
        JobState = state,
        SubmittedBy = "tester",
        SubmittedAt = Noon,
    };

    private ScheduleDecision Decide(DateTimeOffset now) => ScheduleRules.Decide(_facts, now, TimeZoneInfo.Utc);
}
