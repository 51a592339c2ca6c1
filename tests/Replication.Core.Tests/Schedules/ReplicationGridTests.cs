using Replication.Core.Schedules;

namespace Replication.Core.Tests.Schedules;

public sealed class ReplicationGridTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(30)]
    [InlineData(300)]
    [InlineData(900)]
    [InlineData(77)]
    public void HVR_28_every_interval_of_the_clock_has_one_instant(int seconds)
    {
        var grid = ReplicationGrid.Of("group", TimeSpan.FromSeconds(seconds));
        DateTimeOffset served = grid.Last(Noon);
        var ticks = new List<DateTimeOffset>();
        for (DateTimeOffset now = Noon; now < Noon.AddDays(1); now += TimeSpan.FromSeconds(1))
        {
            if (grid.Due(served, now) is not { } due) continue;
            ticks.Add(due);
            served = due;
        }

        Assert.Equal(86400 / seconds, ticks.Count, tolerance: 1);
        Assert.All(ticks.Zip(ticks.Skip(1)), pair => Assert.Equal(TimeSpan.FromSeconds(seconds), pair.Second - pair.First));
    }

    [Fact]
    public void What_was_missed_is_due_once()
    {
        var grid = ReplicationGrid.Of("group", TimeSpan.FromMinutes(5));
        DateTimeOffset served = grid.Last(Noon);
        DateTimeOffset? due = grid.Due(served, Noon.AddHours(3));
        Assert.Equal(served.AddHours(3), due);
        Assert.Null(grid.Due(due!.Value, Noon.AddHours(3)));
    }

    [Fact]
    public void It_is_the_same_after_a_restart_and_lies_before_and_after_its_origin()
    {
        var grid = new ReplicationGrid(Noon, TimeSpan.FromMinutes(5));
        Assert.Equal(Noon.AddMinutes(-5), grid.Last(Noon.AddSeconds(-1)));
        Assert.Equal((Noon, Noon.AddMinutes(5)), (grid.Last(Noon), grid.Next(Noon)));
        Assert.Equal(ReplicationGrid.Of("a", grid.Interval), ReplicationGrid.Of("a", grid.Interval));
        Assert.NotEqual(ReplicationGrid.Of("a", grid.Interval).Origin, ReplicationGrid.Of("b", grid.Interval).Origin);
    }

    [Fact]
    public void HVR_03_ten_thousand_groups_do_not_begin_at_the_same_second()
    {
        var seconds = Enumerable.Range(0, 10_000)
            .Select(number => ReplicationGrid.Of($"group-{number}", TimeSpan.FromMinutes(5)).Next(Noon))
            .CountBy(next => (long)(next - Noon).TotalSeconds)
            .ToList();
        // 33 on average.
        Assert.InRange(seconds.Max(second => second.Value), 33, 70);
        Assert.InRange(seconds.Count, 299, 301);
    }
}
