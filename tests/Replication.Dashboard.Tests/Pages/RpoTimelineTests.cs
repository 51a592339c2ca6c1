using Replication.Agent.Dashboard.Models;
using Replication.Agent.Dashboard.Pages;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Policies;
using Replication.Core.States;
using Replication.Dashboard.Tests.Support;

namespace Replication.Dashboard.Tests.Pages;

public class RpoTimelineTests
{
    private static readonly DateTimeOffset From = ManualTime.Start;
    private static readonly TimeSpan Threshold = TimeSpan.FromMinutes(15);

    [Fact]
    public void INV_09_peaks_are_the_worst_age_of_each_part_as_the_data_shows_it()
    {
        // A point of 12:10 that arrives at 12:20, and one of 12:50 that arrives at 12:51.
        RpoTimeline line = Line(new PointArrival(From.AddMinutes(10), From.AddMinutes(20), 1), new PointArrival(From.AddMinutes(50), From.AddMinutes(51), 1));
        Assert.Equal(
            [null, null, 20.0, 30.0, 40.0, 41.0],
            line.Peaks(6).Select(peak => peak?.TotalMinutes));
        Assert.Equal(TimeSpan.FromMinutes(41), line.Worst);
        // From 12:20 to 13:00 it was 25 minutes too old but for the last nine.
        Assert.Equal(1 - 26.0 / 40, line.KeptShare, 3);
    }

    [Fact]
    public void What_a_history_has_folded_is_known_by_its_violations_alone()
    {
        var policy = new ReplicationPolicy { Id = "policy", Name = "policy" };
        var vm = new ReplicatedVM
        {
            Id = "vm",
            Name = "vm",
            GroupId = "group",
            ReplicationState = ReplicationState.Replicating,
            PrimarySiteId = "hq",
            ReplicaSiteId = "dr",
            PrimaryMachineId = "machine",
        };
        // Four days of every five minutes; in the first hour of the last day nothing came for 45 minutes.
        DateTimeOffset now = From.AddDays(4);
        var history = new ReplicationHistory { Id = "vm", SiteId = "dr" };
        for (DateTimeOffset at = From; at < now; at = at.AddMinutes(5))
        {
            if (at > now.AddHours(-24) && at <= now.AddHours(-24).AddMinutes(45)) continue;
            history = history.With(new PointArrival(at, at.AddMinutes(1), 1), policy.RpoThreshold, policy.ReplicationFrequency);
        }

        RpoTimeline line = RpoTimeline.Of(new HealthSubject(vm, policy, []) { History = history }, now.AddHours(-25), now);
        Assert.NotNull(history.FoldedUntil);
        Assert.Equal(now.AddHours(-25), line.KnownSince);
        Assert.All(line.Samples, sample => Assert.InRange(sample.Age, TimeSpan.Zero, policy.RpoThreshold));
        Assert.True(line.Samples[0].At > now.AddHours(-24), "The samples reach back too far for this test.");
        RpoViolation window = Assert.Single(line.Violations);
        Assert.Equal((now.AddHours(-24).AddMinutes(15), TimeSpan.FromMinutes(51)), (window.From, window.MaximumAge));
        Assert.Equal(window.MaximumAge, line.Worst);
        Assert.Equal(1 - 36.0 / (25 * 60), line.KeptShare, 4);
        IReadOnlyList<TimeSpan?> peaks = line.Peaks(25);
        Assert.Null(peaks[0]);
        Assert.Equal(window.MaximumAge, peaks[1]);
        Assert.NotNull(peaks[24]);
    }

    [Fact]
    public void A_row_shows_what_was_exceeded_in_another_colour_and_says_the_worst()
    {
        string drawn = RpoSparkline.Render(Line(new PointArrival(From.AddMinutes(10), From.AddMinutes(20), 1))).ToString();
        Assert.Contains("aria-label=\"Worst 50 min of 15 min in the last day\"", drawn, StringComparison.Ordinal);
        Assert.Matches("class=\"within\" d=\"M", drawn);
        Assert.Matches("class=\"over\" d=\"M", drawn);
        Assert.Contains("<span class=\"none\">", RpoSparkline.Render(Line()).ToString(), StringComparison.Ordinal);
    }

    private static RpoTimeline Line(params PointArrival[] arrivals)
    {
        DateTimeOffset to = From.AddHours(1);
        return new RpoTimeline(From, to, Threshold, RpoCalculator.Timeline(arrivals, From, to), RpoCalculator.Violations(arrivals, Threshold, From, to));
    }
}
