using Replication.Core.RecoveryPoints;

namespace Replication.Core.Health;

/// <summary>
/// Achieved RPO from data, not from the schedule (INV-09): at any time, the age of what could be recovered is the time
/// since the source instant of the newest point that had been accepted by then. A point that took long to transfer is
/// old when it arrives.
/// </summary>
public static class RpoCalculator
{
    /// <summary>Age of the newest accepted point at the given time; null when there was none yet.</summary>
    public static TimeSpan? AgeAt(IEnumerable<RecoveryPoint> points, DateTimeOffset at) => AgeAt(Accepted(points), at);

    public static TimeSpan? AgeAt(IEnumerable<PointArrival> arrivals, DateTimeOffset at) =>
        arrivals.Where(arrival => arrival.AcceptedTime <= at).Select(arrival => (TimeSpan?)Positive(at - arrival.SourceTime)).Min();

    /// <summary>Windows in [from, to] in which the newest accepted point was older than the threshold, ascending.</summary>
    public static IReadOnlyList<RpoViolation> Violations(
        IEnumerable<RecoveryPoint> points, TimeSpan threshold, DateTimeOffset from, DateTimeOffset to) => Violations(Accepted(points), threshold, from, to);

    /// <param name="arrivals">What was accepted.</param>
    /// <param name="threshold">Age that is allowed.</param>
    /// <param name="from">Begin of the period.</param>
    /// <param name="to">Its end.</param>
    /// <param name="newest">Source time of the newest point that was accepted before all of them; null when there was none.</param>
    public static IReadOnlyList<RpoViolation> Violations(
        IEnumerable<PointArrival> arrivals, TimeSpan threshold, DateTimeOffset from, DateTimeOffset to, DateTimeOffset? newest = null)
    {
        var violations = new List<RpoViolation>();
        DateTimeOffset at = from;
        foreach (PointArrival arrival in arrivals.OrderBy(arrival => arrival.AcceptedTime))
        {
            if (arrival.AcceptedTime > to) break;
            if (arrival.AcceptedTime > at)
            {
                Add(violations, newest, threshold, at, arrival.AcceptedTime);
                at = arrival.AcceptedTime;
            }

            if (newest is null || arrival.SourceTime > newest) newest = arrival.SourceTime;
        }

        Add(violations, newest, threshold, at, to);
        return violations;
    }

    /// <summary>
    /// The age over time, as a saw: it grows with the clock and falls whenever a newer point has been accepted. One sample at either end of the
    /// period and one for every fall in it. Of a period that begins before what is known it starts where that does.
    /// </summary>
    /// <param name="arrivals">What was accepted.</param>
    /// <param name="from">Begin of the period.</param>
    /// <param name="to">Its end.</param>
    /// <param name="newest">Source time of the newest point that was accepted before all of them; null when there was none.</param>
    public static IReadOnlyList<RpoSample> Timeline(IEnumerable<PointArrival> arrivals, DateTimeOffset from, DateTimeOffset to, DateTimeOffset? newest = null)
    {
        var samples = new List<RpoSample>();
        foreach (PointArrival arrival in arrivals.OrderBy(arrival => arrival.AcceptedTime).TakeWhile(arrival => arrival.AcceptedTime <= to))
        {
            if (arrival.SourceTime <= newest) continue;
            if (samples.Count == 0 && arrival.AcceptedTime > from && newest <= from) samples.Add(Growing(from, newest.Value));
            if (arrival.AcceptedTime >= from) samples.Add(new RpoSample(arrival.AcceptedTime, AgeOf(newest, arrival.AcceptedTime), Positive(arrival.Latency)));
            newest = arrival.SourceTime;
        }

        if (newest is not { } last) return samples;
        if (samples.Count == 0 && last <= from) samples.Add(Growing(from, last));
        if (last <= to && (samples.Count == 0 || to > samples[^1].At)) samples.Add(Growing(to, last));
        return samples;
    }

    /// <summary>A point that nothing has checked proves nothing.</summary>
    public static IEnumerable<PointArrival> Accepted(IEnumerable<RecoveryPoint> points) =>
        points.Where(point => point.Verification != Verification.Unknown).Select(PointArrival.Of);

    /// <summary>Before the first point there is nothing to be too old; the initial replication has a state of its own.</summary>
    private static void Add(List<RpoViolation> violations, DateTimeOffset? newest, TimeSpan threshold, DateTimeOffset start, DateTimeOffset end)
    {
        if (newest is not { } source || end - source <= threshold) return;
        DateTimeOffset begins = source + threshold;
        if (begins < start) begins = start;
        // Windows that touch are one: the point in between was too old already when it arrived.
        if (violations.Count > 0 && violations[^1].To == begins)
        {
            RpoViolation last = violations[^1];
            violations[^1] = last with { To = end, MaximumAge = Max(last.MaximumAge, end - source) };
            return;
        }

        violations.Add(new RpoViolation(begins, end, end - source));
    }

    private static RpoSample Growing(DateTimeOffset at, DateTimeOffset source) => new(at, at - source, at - source);

    private static TimeSpan? AgeOf(DateTimeOffset? source, DateTimeOffset at) => source is { } known ? Positive(at - known) : null;

    /// <summary>Where a clock was set back a point can be accepted before the instant that it shows; nothing is younger than new.</summary>
    private static TimeSpan Positive(TimeSpan age) => Max(age, TimeSpan.Zero);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
