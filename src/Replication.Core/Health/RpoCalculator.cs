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
    public static TimeSpan? AgeAt(IEnumerable<RecoveryPoint> points, DateTimeOffset at) =>
        Accepted(points).Where(point => point.AcceptedTime <= at).Select(point => (TimeSpan?)(at - point.SourceTime)).Min();

    /// <summary>Windows in [from, to] in which the newest accepted point was older than the threshold, ascending.</summary>
    public static IReadOnlyList<RpoViolation> Violations(
        IEnumerable<RecoveryPoint> points, TimeSpan threshold, DateTimeOffset from, DateTimeOffset to)
    {
        var violations = new List<RpoViolation>();
        DateTimeOffset? newest = null;
        DateTimeOffset at = from;
        foreach (RecoveryPoint point in Accepted(points).OrderBy(point => point.AcceptedTime))
        {
            if (point.AcceptedTime > to) break;
            if (point.AcceptedTime > at)
            {
                Add(violations, newest, threshold, at, point.AcceptedTime);
                at = point.AcceptedTime;
            }

            if (newest is null || point.SourceTime > newest) newest = point.SourceTime;
        }

        Add(violations, newest, threshold, at, to);
        return violations;
    }

    private static IEnumerable<RecoveryPoint> Accepted(IEnumerable<RecoveryPoint> points) =>
        points.Where(point => point.Verification != Verification.Unknown);

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

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

/// <param name="From">When the newest point became older than the threshold, UTC.</param>
/// <param name="To">When a newer one had been accepted, or the end of the period.</param>
/// <param name="MaximumAge">Age of the newest point at its worst in the window.</param>
public sealed record RpoViolation(DateTimeOffset From, DateTimeOffset To, TimeSpan MaximumAge);
