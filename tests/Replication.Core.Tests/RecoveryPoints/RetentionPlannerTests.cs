using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Tests.Support;

namespace Replication.Core.Tests.RecoveryPoints;

public sealed class RetentionPlannerTests
{
    private static readonly HashSet<string> Nothing = [];

    [Fact]
    public void HVR_38_five_hours_of_five_minutes_leave_five_hourly_points_and_the_latest()
    {
        var (kept, cycles) = Run(TimeSpan.FromHours(5), TimeSpan.FromMinutes(5), Policy());
        Assert.Equal(60, cycles);
        Assert.Equal(["p0", "p60", "p120", "p180", "p240", "p295"], kept.Select(point => point.Id));
    }

    [Fact]
    public void HVR_39_at_every_moment_the_latest_is_the_newest_replication()
    {
        var points = new List<RecoveryPoint>();
        for (int minute = 0; minute < 300; minute += 5)
        {
            points.Add(Points.At(TimeSpan.FromMinutes(minute)));
            Apply(points, Policy());
            Assert.Equal(minute, (points[^1].SourceTime - Points.Midnight).TotalMinutes);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(7, 8)]
    [InlineData(24, 25)]
    public void HVR_34_HVR_35_the_history_and_the_latest_are_kept(int history, int expected)
    {
        var (kept, _) = Run(TimeSpan.FromHours(40), TimeSpan.FromMinutes(20), Policy() with { RecoveryHistory = history });
        Assert.Equal(expected, kept.Count);
        Assert.Equal(40 * 60 - 20, (kept[^1].SourceTime - Points.Midnight).TotalMinutes);
    }

    [Fact]
    public void Without_an_interval_every_replication_is_a_point_of_the_history()
    {
        var (kept, _) = Run(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), Policy() with { RecoveryHistory = 3, RecoveryPointInterval = TimeSpan.Zero });
        Assert.Equal(["p40", "p45", "p50", "p55"], kept.Select(point => point.Id));
    }

    [Fact]
    public void Daily_points_reach_back_beyond_the_history()
    {
        var (kept, _) = Run(TimeSpan.FromDays(10), TimeSpan.FromHours(1), Policy() with { RecoveryHistory = 2, DailyPoints = 4 });
        Assert.Equal(
            [5 * 24, 6 * 24, 7 * 24, 8 * 24, 9 * 24, 10 * 24 - 3, 10 * 24 - 2, 10 * 24 - 1],
            kept.Select(point => (int)(point.SourceTime - Points.Midnight).TotalHours));
    }

    [Fact]
    public void INV_11_pinned_used_and_the_last_verified_points_stay()
    {
        RecoveryPoint[] points =
        [
            Points.At(TimeSpan.FromMinutes(1), "pinned", pinned: true), Points.At(TimeSpan.FromMinutes(2), "used"),
            Points.At(TimeSpan.FromMinutes(3), "verified", Verification.ReadBack), Points.At(TimeSpan.FromMinutes(4), "gone", Verification.Unknown),
            Points.At(TimeSpan.FromMinutes(5), "latest", Verification.Unknown),
        ];
        RetentionPlan plan = RetentionPlanner.Plan(points, Policy() with { RecoveryHistory = 0 }, new HashSet<string> { "used" });
        Assert.Equal(["gone"], plan.Remove.Select(point => point.Id));
        Assert.Equal("latest verified", plan.Kept["verified"]);
        Assert.Equal("pinned", plan.Kept["pinned"]);
        Assert.Equal("in use", plan.Kept["used"]);
        Assert.Equal("latest", plan.Kept["latest"]);
    }

    [Fact]
    public void A_clock_that_was_a_year_ahead_for_one_replication_takes_no_days_with_it()
    {
        RecoveryPoint[] points = [.. Enumerable.Range(0, 5).Select(day => Points.At(TimeSpan.FromDays(day), $"day{day}") with { Sequence = day + 1 })];
        points = [.. points, Points.At(TimeSpan.FromDays(370), "ahead") with { Sequence = 6 }, Points.At(TimeSpan.FromDays(5), "after") with { Sequence = 7 }];
        ReplicationPolicy policy = Policy() with { RecoveryHistory = 0, DailyPoints = 6 };
        Assert.Empty(RetentionPlanner.Plan(points[..^1], policy, Nothing).Remove);
        Assert.Empty(RetentionPlanner.Plan(points, policy, Nothing).Remove);
    }

    [Fact]
    public void Hours_that_a_clock_comes_to_twice_have_points_of_their_own_both_times()
    {
        // Every 20 minutes from 0:00 to 2:40, then set back by two hours and on from 1:00.
        int[] minutes = [0, 20, 40, 60, 80, 100, 120, 140, 160, 60, 80, 100, 120, 140];
        RecoveryPoint[] points = [.. minutes.Select((minute, index) => Points.At(TimeSpan.FromMinutes(minute), $"p{index}") with { Sequence = index + 1 })];
        RetentionPlan plan = RetentionPlanner.Plan(points, Policy() with { RecoveryHistory = 24, DailyPoints = 0, RecoveryPointInterval = TimeSpan.FromHours(1) }, Nothing);
        Assert.Equal(["p0", "p3", "p6", "p9", "p12", "p13"], points.Select(point => point.Id).Where(plan.Kept.ContainsKey));
    }

    [Fact]
    public void INV_11_whatever_the_points_are_none_of_the_protected_ones_goes()
    {
        var random = new Random(4711);
        for (int round = 0; round < 500; round++)
        {
            RecoveryPoint[] points = [.. Enumerable.Range(0, random.Next(1, 60)).Select(i => Points.At(
                TimeSpan.FromMinutes(random.Next(0, 60 * 24 * 20)), $"p{i}", (Verification)random.Next(3), random.Next(8) == 0))];
            var used = points.Where(_ => random.Next(10) == 0).Select(point => point.Id).ToHashSet();
            ReplicationPolicy policy = Policy() with
            {
                RecoveryHistory = random.Next(25),
                DailyPoints = random.Next(10),
                RecoveryPointInterval = TimeSpan.FromMinutes(random.Next(0, 3) * 30),
            };
            RetentionPlan plan = RetentionPlanner.Plan(points, policy, used);
            var removed = plan.Remove.Select(point => point.Id).ToHashSet();
            Assert.DoesNotContain(points, point => removed.Contains(point.Id) && (point.Pinned || used.Contains(point.Id)));
            Assert.DoesNotContain(points.MaxBy(point => point.SourceTime)!.Id, removed);
            var verified = points.Where(point => point.Verification != Verification.Unknown).ToList();
            if (verified.Count > 0) Assert.Contains(verified.Where(point => point.SourceTime == verified.Max(other => other.SourceTime)), point => !removed.Contains(point.Id));
            Assert.Equal(points.Length, removed.Count + plan.Kept.Count);
            // Deciding again about what stayed gives nothing more up.
            RecoveryPoint[] left = [.. points.Where(point => !removed.Contains(point.Id))];
            Assert.Empty(RetentionPlanner.Plan(left, policy, used).Remove);
        }
    }

    [Fact]
    public void No_points_give_an_empty_plan() => Assert.Empty(RetentionPlanner.Plan([], Policy(), Nothing).Remove);

    private static ReplicationPolicy Policy() => new() { Id = "p", Name = "p" };

    private static (List<RecoveryPoint> Kept, int Cycles) Run(TimeSpan duration, TimeSpan interval, ReplicationPolicy policy)
    {
        var points = new List<RecoveryPoint>();
        int cycles = 0;
        for (TimeSpan at = TimeSpan.Zero; at < duration; at += interval)
        {
            points.Add(Points.At(at));
            Apply(points, policy);
            cycles++;
        }

        return (points, cycles);
    }

    private static void Apply(List<RecoveryPoint> points, ReplicationPolicy policy)
    {
        foreach (RecoveryPoint gone in RetentionPlanner.Plan(points, policy, Nothing).Remove) points.Remove(gone);
    }
}
