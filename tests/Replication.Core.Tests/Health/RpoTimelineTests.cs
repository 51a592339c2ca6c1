using FsCheck;
using FsCheck.Fluent;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Policies;
using Replication.Core.States;
using static Replication.Core.Tests.PointFactory;

namespace Replication.Core.Tests.Health;

/// <summary>The age over time, of whatever was accepted and however much of it is folded.</summary>
public class RpoTimelineTests
{
    private static readonly ReplicationPolicy Policy = new() { Id = "p", Name = "p", ReplicationFrequency = TimeSpan.FromSeconds(30) };

    [Fact]
    public void INV_09_no_age_is_below_zero_and_every_one_is_that_of_what_was_accepted() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60),
        Prop.ForAll(Arb.From(Lives()), life =>
        {
            ReplicationHistory history = new() { Id = "vm", SiteId = "b" };
            foreach (PointArrival arrival in life.Arrivals) history = history.With(arrival, Policy.RpoThreshold, Policy.ReplicationFrequency);
            DateTimeOffset now = life.Arrivals[^1].AcceptedTime.AddSeconds(life.Silence);
            ReplicationHealth health = HealthRules.Evaluate(
                new HealthSubject(Vm(), Policy, []) { History = history, Monitoring = new MonitoringSettings { Interval = TimeSpan.FromHours(12), StartTime = TimeSpan.Zero } }, now);
            Assert.NotEmpty(health.Timeline);
            Assert.Equal(health.Timeline.Select(sample => sample.At).Order(), health.Timeline.Select(sample => sample.At));
            Assert.Equal(health.RpoAge, health.Timeline[^1].Age);
            Assert.All(health.Timeline, sample =>
            {
                Assert.True(sample.Before is null || sample.Before >= TimeSpan.Zero, $"{sample}");
                Assert.InRange(sample.At, health.MonitoringStartTime, now);
            });
            // Of points that were accepted at the same time the newest counts.
            Assert.All(health.Timeline.GroupBy(sample => sample.At), at => Assert.Equal(RpoCalculator.AgeAt(life.Arrivals, at.Key), at.Last().Age));
        }));

    [Fact]
    public void A_period_that_begins_before_what_is_known_starts_where_that_does()
    {
        PointArrival[] arrivals = [At(60, 61), At(65, 66)];
        RpoSample[] samples = [.. RpoCalculator.Timeline(arrivals, Noon, Noon.AddMinutes(67), Noon.AddMinutes(55))];
        Assert.Equal(
            [
                new RpoSample(Noon.AddMinutes(61), TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(1)),
                new RpoSample(Noon.AddMinutes(66), TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(1)),
                new RpoSample(Noon.AddMinutes(67), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2)),
            ],
            samples);
        Assert.Equal(Noon.AddMinutes(67), Assert.Single(RpoCalculator.Timeline([], Noon, Noon.AddMinutes(67), Noon.AddMinutes(55))).At);
        Assert.Empty(RpoCalculator.Timeline([], Noon, Noon.AddMinutes(30), Noon.AddMinutes(55)));
    }

    [Fact]
    public void What_the_former_destination_had_is_no_age_at_the_new_one()
    {
        ReplicationHistory there = new() { Id = "vm", SiteId = "c", NewestBefore = Noon.AddHours(-3) };
        ReplicationHealth health = HealthRules.Evaluate(new HealthSubject(Vm(), Policy, []) { History = there }, Noon);
        Assert.Empty(health.Timeline);
        Assert.Empty(health.Violations);
    }

    private static Gen<Life> Lives() =>
        from count in Gen.Choose(1, 400)
        from gaps in Gen.Frequency((20, Gen.Choose(1, 60)), (1, Gen.Choose(600, 90_000))).ArrayOf(count)
        from latencies in Gen.Frequency((20, Gen.Choose(0, 25)), (1, Gen.Choose(60, 7200))).ArrayOf(count)
        from silence in Gen.Choose(0, 20_000)
        select Life.Of(gaps, latencies, silence);

    private static PointArrival At(double captured, double accepted) => PointArrival.Of(Point(captured, accepted));

    private static ReplicatedVM Vm() => new()
    {
        Id = "vm",
        Name = "vm",
        GroupId = "g",
        PrimaryMachineId = "m",
        PrimarySiteId = "a",
        ReplicaSiteId = "b",
        ReplicationState = ReplicationState.Replicating,
    };

    /// <param name="Arrivals">In order of acceptance, as a history is told of them.</param>
    /// <param name="Silence">Seconds since the last.</param>
    private sealed record Life(IReadOnlyList<PointArrival> Arrivals, int Silence)
    {
        public static Life Of(int[] gaps, int[] latencies, int silence)
        {
            var arrivals = new List<PointArrival>();
            DateTimeOffset captured = Noon, accepted = Noon;
            for (int i = 0; i < gaps.Length; i++)
            {
                // Runs of one machine never overlap: the next is captured when the last has been accepted.
                captured = captured.AddSeconds(gaps[i]) > accepted ? captured.AddSeconds(gaps[i]) : accepted;
                accepted = captured.AddSeconds(latencies[i]);
                arrivals.Add(new PointArrival(captured, accepted, 1));
            }

            return new Life(arrivals, silence);
        }

        public override string ToString() => $"{Arrivals.Count} arrivals from {Arrivals[0].SourceTime:u} to {Arrivals[^1].AcceptedTime:u}, {Silence} s of silence";
    }
}
