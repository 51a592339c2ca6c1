using System.Text.Json;
using Replication.Core.Health;
using Replication.Core.Serialization;
using static Replication.Core.Tests.PointFactory;

namespace Replication.Core.Tests.Health;

public class ReplicationHistoryTests
{
    private static readonly TimeSpan Threshold = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Frequency = TimeSpan.FromMinutes(5);

    [Fact]
    public void INV_09_violations_outlive_the_arrivals_they_came_of()
    {
        ReplicationHistory history = Empty();
        PointArrival[] all = [.. Enumerable.Range(0, 5000).Select(i => At(i * 5 + (i >= 100 ? 40 : 0), 1))];
        foreach (PointArrival arrival in all) history = history.With(arrival, Threshold, Frequency);
        DateTimeOffset end = all[^1].AcceptedTime.AddMinutes(1);
        Assert.InRange(history.Arrivals.Count, ReplicationHistory.MaximumArrivals - ReplicationHistory.FoldedArrivals, ReplicationHistory.MaximumArrivals);
        IReadOnlyList<RpoViolation> expected = RpoCalculator.Violations(all, Threshold, all[0].AcceptedTime, end);
        IReadOnlyList<RpoViolation> present = RpoCalculator.Violations(history.Arrivals, Threshold, history.FoldedUntil!.Value, end, history.NewestBefore);
        Assert.Equal(expected, ReplicationHistory.Join(history.Violations, present));
        Assert.Single(expected);
    }

    [Fact]
    public void Folding_does_not_change_what_is_counted()
    {
        ReplicationHistory history = Empty();
        var random = new Random(7);
        var all = new List<PointArrival>();
        for (double at = 0; all.Count < 2300; at += 5 + (random.Next(10) == 0 ? random.Next(40) : 0)) all.Add(At(at, 1 + random.Next(8)));
        foreach (PointArrival arrival in all) history = history.With(arrival, Threshold, Frequency);
        DateTimeOffset end = all[^1].AcceptedTime.AddTicks(1);
        CycleCount folded = history.Hours.Aggregate(default(CycleCount), (sum, hour) => sum + hour.Count);
        CycleCount rest = CycleCounter.Count(history.Arrivals, Frequency, history.FoldedUntil!.Value.AddTicks(1), end, isDue: false);
        DateTimeOffset begin = history.Hours[0].Hour;
        Assert.Equal(CycleCounter.Count(all, Frequency, DateTimeOffset.MinValue, end, isDue: false).Total, (folded + rest).Total + Before(all, begin));
    }

    [Fact]
    public void It_stays_small()
    {
        ReplicationHistory history = Empty();
        for (int i = 0; i < 6000; i++) history = history.With(At(i * 60, 1), Threshold, Frequency);
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(history, ReplicationJson.Compact).Length, 1, 100_000);
        Assert.Equal(ReplicationHistory.MaximumViolations, history.Violations.Count);
        Assert.Equal(ReplicationHistory.MaximumHours, history.Hours.Count);
    }

    [Fact]
    public void A_pause_closes_what_was_violated_and_the_next_arrival_follows_a_break()
    {
        ReplicationHistory history = Empty().With(At(0, 1), Threshold, Frequency).Pause(Noon.AddMinutes(40), Threshold, Frequency);
        Assert.Equal(new RpoViolation(Noon.AddMinutes(15), Noon.AddMinutes(40), TimeSpan.FromMinutes(40)), Assert.Single(history.Violations));
        history = history.With(At(60, 1), Threshold, Frequency);
        Assert.True(history.Arrivals[^1].AfterBreak);
        Assert.False(history.Paused);
    }

    [Fact]
    public void A_new_destination_begins_anew_and_keeps_the_past_violations()
    {
        ReplicationHistory history = Empty().With(At(0, 1), Threshold, Frequency).Pause(Noon.AddMinutes(40), Threshold, Frequency).MovedTo("c");
        Assert.Empty(history.Arrivals);
        Assert.Single(history.Violations);
    }

    [Fact]
    public void Arrivals_survive_their_text()
    {
        // Arrivals out of order, latencies below zero (a clock that was set back) and sizes of many terabytes included.
        var random = new Random(1);
        DateTimeOffset Time() => Noon.AddTicks(random.NextInt64(-TimeSpan.TicksPerDay * 10_000, TimeSpan.TicksPerDay * 10_000));
        for (int length = 0; length < 200; length++)
        {
            PointArrival[] arrivals = [.. Enumerable.Range(0, length).Select(_ => new PointArrival(Time(), Time(), random.NextInt64(1L << 60), random.Next(2) == 0))];
            Assert.Equal(arrivals, ArrivalText.Parse(ArrivalText.Format(arrivals)));
        }
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("////////////////////////////")]
    public void Damaged_text_is_an_empty_history(string text) => Assert.Empty(ArrivalText.Parse(text));

    private static long Before(List<PointArrival> all, DateTimeOffset begin) =>
        CycleCounter.Count(all, Frequency, DateTimeOffset.MinValue, begin.AddTicks(-1), isDue: false).Total;

    private static ReplicationHistory Empty() => new() { Id = "vm", SiteId = "b" };

    private static PointArrival At(double captured, double minutes) => new(Noon.AddMinutes(captured), Noon.AddMinutes(captured + minutes), 1000);
}
