using Replication.Core.Health;
using static Replication.Core.Tests.PointFactory;

namespace Replication.Core.Tests.Health;

public class CycleCounterTests
{
    private static readonly TimeSpan Five = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_kept_schedule_has_no_missed_cycle_whatever_its_phase()
    {
        PointArrival[] arrivals = [.. Enumerable.Range(0, 12).Select(i => At(i * 5 + 4.9 + (i % 2 * 0.5), 1))];
        Assert.Equal(new CycleCount(12, 0), CycleCounter.Count(arrivals, Five, Noon, Noon.AddMinutes(66), isDue: true));
    }

    [Fact]
    public void A_gap_counts_every_interval_that_passed_without_a_capture()
    {
        PointArrival[] arrivals = [At(0, 1), At(5, 1), At(25, 1), At(30, 1)];
        Assert.Equal(new CycleCount(4, 3), CycleCounter.Count(arrivals, Five, Noon, Noon.AddMinutes(34), isDue: true));
    }

    [Fact]
    public void A_transfer_that_takes_longer_than_the_interval_is_missed_and_so_are_those_that_it_kept_away()
    {
        // Captured every 15 minutes because each transfer takes 14: of three cycles in each none was at the destination
        // in time, and the one that is due at 35 is not there at 40 either.
        PointArrival[] arrivals = [At(0, 14), At(15, 14), At(30, 14)];
        Assert.Equal(new CycleCount(0, 8), CycleCounter.Count(arrivals, Five, Noon, Noon.AddMinutes(45), isDue: true));
    }

    [Fact]
    public void A_pause_is_not_missed()
    {
        PointArrival[] arrivals = [At(0, 1), At(120, 1) with { AfterBreak = true }];
        Assert.Equal(new CycleCount(2, 0), CycleCounter.Count(arrivals, Five, Noon, Noon.AddMinutes(124), isDue: true));
    }

    [Theory]
    [InlineData(8, true, 0)]
    [InlineData(10, true, 0)]
    [InlineData(12, true, 1)]
    [InlineData(62, true, 11)]
    [InlineData(62, false, 0)]
    public void Silence_is_missed_once_a_capture_and_its_transfer_had_an_interval_each(int minutes, bool due, long missed) =>
        Assert.Equal(missed, CycleCounter.Count([At(0, 1)], Five, Noon, Noon.AddMinutes(minutes), due).Missed);

    [Fact]
    public void Intervals_before_the_period_are_not_counted_in_it()
    {
        PointArrival[] arrivals = [At(-600, 1), At(10, 1)];
        Assert.Equal(new CycleCount(1, 1), CycleCounter.Count(arrivals, Five, Noon, Noon.AddMinutes(12), isDue: true));
    }

    private static PointArrival At(double captured, double minutes) => new(Noon.AddMinutes(captured), Noon.AddMinutes(captured + minutes), 1000);
}
