using Replication.Core.Alerts;
using Replication.Core.Health;
using static Replication.Core.Tests.PointFactory;

namespace Replication.Core.Tests.Health;

public class AlertStateTests
{
    private static readonly AlertTiming Timing = new() { WorseAfter = TimeSpan.FromMinutes(2), BetterAfter = TimeSpan.FromMinutes(5), Reminder = TimeSpan.FromHours(4) };

    [Fact]
    public void Trouble_that_passes_quickly_is_not_told() =>
        Assert.Empty(Told((0, HealthState.Warning), (1, HealthState.Warning), (1.9, HealthState.Normal), (3, HealthState.Warning), (4, HealthState.Normal), (60, HealthState.Normal)));

    [Fact]
    public void Trouble_that_lasts_is_told_once_and_its_end_when_that_lasts() => Assert.Equal(
        [(2, AlertReason.Worse), (20, AlertReason.Recovered)],
        Told(
            (0, HealthState.Warning), (2, HealthState.Warning), (10, HealthState.Warning), (11, HealthState.Normal), (13, HealthState.Warning), (15, HealthState.Normal),
            (20, HealthState.Normal), (30, HealthState.Normal)));

    [Fact]
    public void Getting_worse_is_told_and_getting_a_little_better_as_well() => Assert.Equal(
        [(2, AlertReason.Worse), (12, AlertReason.Worse), (25, AlertReason.Better)],
        Told((0, HealthState.Warning), (2, HealthState.Warning), (10, HealthState.Critical), (12, HealthState.Critical), (20, HealthState.Warning), (25, HealthState.Warning)));

    [Fact]
    public void What_gets_worse_at_once_does_not_begin_to_wait_again() =>
        Assert.Equal([(2, AlertReason.Worse)], Told((0, HealthState.Warning), (1, HealthState.Critical), (2, HealthState.Critical)));

    [Fact]
    public void What_lasts_is_told_again() => Assert.Equal(
        [(2, AlertReason.Worse), (242, AlertReason.Reminder), (482, AlertReason.Reminder)],
        Told([.. Enumerable.Range(0, 490).Select(minute => ((double)minute, HealthState.Critical))]));

    [Fact]
    public void A_failover_is_no_trouble() => Assert.Empty(Told((0, HealthState.NotApplicable), (10, HealthState.NotApplicable)));

    [Fact]
    public void A_clock_that_went_back_begins_to_wait_again() =>
        Assert.Equal([(-98, AlertReason.Worse)], Told((0, HealthState.Warning), (-100, HealthState.Warning), (-98, HealthState.Warning)));

    private static IEnumerable<(double, AlertReason)> Told(params (double Minute, HealthState Health)[] seen)
    {
        var state = new AlertState { Id = "vm" };
        foreach ((double minute, HealthState health) in seen)
        {
            (state, AlertReason? reason) = state.See(health, Noon.AddMinutes(minute), Timing);
            if (reason is { } told) yield return (minute, told);
        }
    }
}
