using Replication.Core.Health;
using Replication.Core.RecoveryPoints;
using static Replication.Core.Tests.PointFactory;

namespace Replication.Core.Tests.Health;

public class RpoCalculatorTests
{
    private static readonly TimeSpan Threshold = TimeSpan.FromMinutes(15);

    [Fact]
    public void INV_09_transfers_that_take_longer_than_they_may_open_a_window_although_the_schedule_is_kept()
    {
        // Captured every 15 minutes, each transfer takes 10: when the next one is accepted the newest is 25 minutes old.
        RecoveryPoint[] points = [Point(0, 10), Point(15, 25), Point(30, 40)];
        RpoViolation[] windows = [.. RpoCalculator.Violations(points, Threshold, Noon, Noon.AddMinutes(40))];
        Assert.Equal(
            [
                new RpoViolation(Noon.AddMinutes(15), Noon.AddMinutes(25), TimeSpan.FromMinutes(25)),
                new RpoViolation(Noon.AddMinutes(30), Noon.AddMinutes(40), TimeSpan.FromMinutes(25)),
            ],
            windows);
    }

    [Fact]
    public void INV_09_quick_transfers_within_the_threshold_open_none()
    {
        RecoveryPoint[] points = [Point(0, 1), Point(10, 11), Point(20, 21)];
        Assert.Empty(RpoCalculator.Violations(points, Threshold, Noon, Noon.AddMinutes(30)));
    }

    [Fact]
    public void A_silence_lasts_until_the_end_of_the_period()
    {
        RpoViolation window = Assert.Single(RpoCalculator.Violations([Point(0, 1)], Threshold, Noon, Noon.AddHours(2)));
        Assert.Equal(new RpoViolation(Noon.AddMinutes(15), Noon.AddHours(2), TimeSpan.FromHours(2)), window);
    }

    [Fact]
    public void A_point_that_arrives_too_old_does_not_split_the_window()
    {
        RpoViolation window = Assert.Single(RpoCalculator.Violations([Point(0, 1), Point(5, 40)], Threshold, Noon, Noon.AddMinutes(60)));
        Assert.Equal(new RpoViolation(Noon.AddMinutes(15), Noon.AddMinutes(60), TimeSpan.FromMinutes(55)), window);
    }

    [Fact]
    public void A_point_that_is_not_verified_does_not_count()
    {
        RecoveryPoint unverified = Point(20, 21) with { Verification = Verification.Unknown };
        Assert.Equal(TimeSpan.FromMinutes(30), RpoCalculator.AgeAt([Point(0, 1), unverified], Noon.AddMinutes(30)));
    }

    [Fact]
    public void Age_counts_from_the_source_and_only_what_had_been_accepted()
    {
        RecoveryPoint[] points = [Point(0, 10), Point(15, 25)];
        Assert.Null(RpoCalculator.AgeAt(points, Noon.AddMinutes(9)));
        Assert.Equal(TimeSpan.FromMinutes(24), RpoCalculator.AgeAt(points, Noon.AddMinutes(24)));
        Assert.Equal(TimeSpan.FromMinutes(10), RpoCalculator.AgeAt(points, Noon.AddMinutes(25)));
    }
}
