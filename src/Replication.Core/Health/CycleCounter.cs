namespace Replication.Core.Health;

/// <summary>
/// Counts cycles from what was accepted and never from what was planned. A cycle is one interval of the replication frequency, counted from
/// capture to capture: a point that arrived within one interval of its capture is a successful cycle, one that took longer is a missed one, and
/// every further interval that passed before it without a capture is one more. A quarter of an interval is allowed for a schedule's unevenness.
/// </summary>
public static class CycleCounter
{
    private const double Tolerance = 0.25;

    /// <summary>Cycles that this arrival ends.</summary>
    /// <param name="before">The one before it; null for the first.</param>
    /// <param name="arrival">What was accepted.</param>
    /// <param name="frequency">Length of a cycle.</param>
    public static CycleCount Of(PointArrival? before, PointArrival arrival, TimeSpan frequency)
    {
        bool late = arrival.Latency > frequency * (1 + Tolerance);
        long passed = before is null || arrival.AfterBreak ? 0 : Overdue(arrival.SourceTime - before.SourceTime, frequency);
        return new CycleCount(late ? 0 : 1, passed + (late ? 1 : 0));
    }

    /// <summary>Cycles of the arrivals that were accepted in [from, to], and those that are overdue at its end.</summary>
    /// <param name="arrivals">In order of acceptance; those before the period give its first one its predecessor.</param>
    /// <param name="frequency">Length of a cycle.</param>
    /// <param name="from">Begin of the period.</param>
    /// <param name="to">Its end.</param>
    /// <param name="isDue">Whether cycles are due at all after the last arrival: not while replication is paused.</param>
    public static CycleCount Count(IReadOnlyList<PointArrival> arrivals, TimeSpan frequency, DateTimeOffset from, DateTimeOffset to, bool isDue)
    {
        var count = default(CycleCount);
        PointArrival? before = null;
        foreach (PointArrival arrival in arrivals)
        {
            if (arrival.AcceptedTime > to) break;
            if (arrival.AcceptedTime >= from)
            {
                // Intervals that passed before the period began were counted there.
                count += Of(before is null ? null : before with { SourceTime = Later(before.SourceTime, from) }, arrival, frequency);
            }

            before = Newer(before, arrival);
        }

        if (!isDue || before is null) return count;
        // What is under way may still arrive in time: a cycle is missed when its capture and its transfer have had an interval each.
        return count with { Missed = count.Missed + Math.Max(0, Overdue(to - Later(before.SourceTime, from), frequency) - 1) };
    }

    /// <summary>What the next arrival is counted from: one that came late and shows an older instant changes nothing.</summary>
    internal static PointArrival Newer(PointArrival? one, PointArrival other) => one is not null && one.SourceTime > other.SourceTime ? one : other;

    private static long Overdue(TimeSpan gap, TimeSpan frequency) => Math.Max(0, (long)Math.Floor(gap / frequency - Tolerance));

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
