using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.States;
using static Replication.Core.Tests.PointFactory;

namespace Replication.Core.Tests.Health;

public class HealthRulesTests
{
    private static readonly ReplicationPolicy Policy = new() { Id = "p", Name = "p" };

    /// <summary>Its day begins at noon, so that tests can count minutes from there.</summary>
    private static readonly MonitoringSettings FromNoon = new() { Interval = TimeSpan.FromHours(12), StartTime = TimeSpan.FromHours(12) };

    [Theory]
    [InlineData(1, HealthState.Normal)]
    [InlineData(2, HealthState.Normal)]
    [InlineData(3, HealthState.Warning)]
    public void A_fifth_of_the_cycles_missed_is_a_warning(int late, HealthState expected)
    {
        // Twelve arrivals, of which some took longer than the interval: 8, 17 and 25 percent.
        RecoveryPoint[] points = [.. Enumerable.Range(0, 12).Select(i => Point(i * 5, i * 5 + (i >= 12 - late ? 7 : 1)))];
        ReplicationHealth health = Evaluate(points, 63);
        Assert.Equal(expected, health.State);
        Assert.Equal(new CycleCount(12 - late, late), health.Cycles);
        Assert.Equal(expected == HealthState.Warning, health.Findings.Any(finding => finding.Id == HealthIds.CyclesMissed));
    }

    [Theory]
    [InlineData(ReplicationState.Replicating, 59, 240, null)]
    [InlineData(ReplicationState.Replicating, 62, 240, HealthIds.Silent)]
    [InlineData(ReplicationState.Replicating, 62, 15, HealthIds.RpoViolated)]
    public void An_hour_of_silence_is_told(ReplicationState state, int minutes, int threshold, string? expected)
    {
        ReplicationPolicy policy = Policy with { RpoThreshold = TimeSpan.FromMinutes(threshold), ReplicationFrequency = TimeSpan.FromMinutes(55) };
        ReplicationHealth health = HealthRules.Evaluate(new HealthSubject(Vm(state), policy, [Point(0, 1)]) { Monitoring = FromNoon }, Noon.AddMinutes(minutes));
        Assert.Equal(expected is null ? [] : [expected], health.Findings.Select(finding => finding.Id));
    }

    [Fact]
    public void A_policy_of_once_a_day_is_not_silent_for_as_long_as_the_day_lasts()
    {
        ReplicationPolicy daily = Policy with { ReplicationFrequency = TimeSpan.FromDays(1), RpoThreshold = TimeSpan.FromHours(26) };
        Assert.Equal(HealthState.Normal, HealthRules.Evaluate(new HealthSubject(Vm(), daily, [Point(0, 1)]), Noon.AddHours(23)).State);
        Assert.Equal(HealthState.Critical, HealthRules.Evaluate(new HealthSubject(Vm(), daily, [Point(0, 1)]), Noon.AddHours(31)).State);
    }

    [Fact]
    public void INV_09_violations_are_remembered_when_retention_has_removed_their_points()
    {
        ReplicationHistory history = new() { Id = "vm", SiteId = "b" };
        RecoveryPoint[] points = [Point(0, 10), Point(15, 25), Point(30, 31), Point(35, 36)];
        foreach (RecoveryPoint point in points) history = history.With(PointArrival.Of(point), Policy.RpoThreshold, Policy.ReplicationFrequency);
        // Retention kept the newest alone.
        var subject = new HealthSubject(Vm(), Policy, [points[^1]]) { History = history, Monitoring = FromNoon };
        ReplicationHealth health = HealthRules.Evaluate(subject, Noon.AddMinutes(37));
        Assert.Equal(
            [
                new RpoViolation(Noon.AddMinutes(15), Noon.AddMinutes(25), TimeSpan.FromMinutes(25)),
                new RpoViolation(Noon.AddMinutes(30), Noon.AddMinutes(31), TimeSpan.FromMinutes(16)),
            ],
            health.Violations);
        Assert.Equal(TimeSpan.FromMinutes(25), health.MaximumRpoAge);
        Assert.Equal(TimeSpan.FromMinutes(2), health.RpoAge);
    }

    [Fact]
    public void Points_of_another_workspace_count_beside_the_history()
    {
        ReplicationHistory history = new ReplicationHistory { Id = "vm", SiteId = "b" }.With(PointArrival.Of(Point(0, 1)), Policy.RpoThreshold, Policy.ReplicationFrequency);
        var subject = new HealthSubject(Vm(), Policy, [Point(0, 1), Point(5, 6)]) { History = history, Monitoring = FromNoon };
        ReplicationHealth health = HealthRules.Evaluate(subject, Noon.AddMinutes(7));
        Assert.Equal(TimeSpan.FromMinutes(2), health.RpoAge);
        Assert.Equal(2, health.Cycles.Successful);
    }

    [Fact]
    public void Counting_begins_with_the_monitoring_interval_and_with_a_reset()
    {
        RecoveryPoint[] points = [Point(-60, -59), Point(0, 1), Point(30, 31), Point(35, 36)];
        Assert.Equal(new CycleCount(3, 5), Evaluate(points, 37).Cycles);
        ReplicatedVM reset = Vm() with { Statistics = new ReplicationStatistics { Since = Noon.AddMinutes(32) } };
        ReplicationHealth health = HealthRules.Evaluate(new HealthSubject(reset, Policy, points) { Monitoring = FromNoon }, Noon.AddMinutes(37));
        Assert.Equal(new CycleCount(1, 0), health.Cycles);
        Assert.Equal(Noon.AddMinutes(32), health.MonitoringStartTime);
        Assert.Equal(HealthState.Normal, health.State);
    }

    [Fact]
    public void The_last_verified_point_is_the_newest_that_was_read_back_or_booted()
    {
        RecoveryPoint[] points = [Point(0, 1) with { Verification = Verification.ReadBack }, Point(5, 6)];
        ReplicationHealth health = Evaluate(points, 10);
        Assert.Equal(new ProvenPoint("p0", Noon, ReadBack: true, Booted: false), health.LastVerified);
        Assert.Equal(TimeSpan.FromMinutes(10), health.VerifiedAge);
        Assert.Null(Evaluate([Point(0, 1)], 10).LastVerified);
    }

    [Fact]
    public void Catching_up_takes_the_backlog_at_the_measured_rate_and_is_unknown_where_either_is()
    {
        // Six megabytes in a minute.
        RecoveryPoint[] points = [Point(0, 1) with { BytesSent = 6_000_000 }];
        ReplicationHealth Of(long? pending, RecoveryPoint[] of) =>
            HealthRules.Evaluate(new HealthSubject(Vm(), Policy, of) { PendingBytes = pending, Monitoring = FromNoon }, Noon.AddMinutes(2));
        Assert.Equal(TimeSpan.FromSeconds(30), Of(3_000_000, points).TimeToCatchUp);
        Assert.Equal(TimeSpan.Zero, Of(0, points).TimeToCatchUp);
        Assert.Null(Of(null, points).TimeToCatchUp);
        Assert.Null(Of(3_000_000, [Point(0, 1)]).TimeToCatchUp);
    }

    [Fact]
    public void The_timeline_is_a_saw_that_falls_with_every_newer_point()
    {
        IReadOnlyList<RpoSample> line = Evaluate([Point(-5, -4), Point(0, 2), Point(5, 6)], 8).Timeline;
        Assert.Equal(
            [
                new RpoSample(Noon, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)),
                new RpoSample(Noon.AddMinutes(2), TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(2)),
                new RpoSample(Noon.AddMinutes(6), TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(1)),
                new RpoSample(Noon.AddMinutes(8), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3)),
            ],
            line);
    }

    [Theory]
    [InlineData(11, 0)]
    [InlineData(12, 12)]
    [InlineData(23, 12)]
    public void The_interval_is_whole_ones_since_a_time_of_day(int hour, int begin)
    {
        var halfDays = new MonitoringSettings { Interval = TimeSpan.FromHours(12), StartTime = TimeSpan.Zero };
        DateTimeOffset midnight = Noon.AddHours(-12);
        Assert.Equal(midnight.AddHours(begin), halfDays.StartOf(midnight.AddHours(hour).AddMinutes(59)));
    }

    private static ReplicationHealth Evaluate(RecoveryPoint[] points, double minutes) =>
        HealthRules.Evaluate(new HealthSubject(Vm(), Policy, points) { Monitoring = FromNoon }, Noon.AddMinutes(minutes));

    private static ReplicatedVM Vm(ReplicationState state = ReplicationState.Replicating) => new()
    {
        Id = "vm",
        Name = "vm",
        GroupId = "g",
        ReplicationState = state,
        PrimarySiteId = "a",
        ReplicaSiteId = "b",
        PrimaryMachineId = "m",
    };
}
