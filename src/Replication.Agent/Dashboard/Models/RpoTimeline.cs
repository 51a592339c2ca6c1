using Replication.Core.Health;

namespace Replication.Agent.Dashboard.Models;

/// <summary>Achieved RPO over a period, against the threshold.</summary>
/// <param name="From">Begin, UTC.</param>
/// <param name="To">End, UTC.</param>
/// <param name="Threshold">What the policy allows.</param>
/// <param name="Samples">The age as a saw; empty where there was nothing to recover from, or the VM has failed over.</param>
/// <param name="Violations">Windows in which it was more than allowed.</param>
internal sealed record RpoTimeline(
    DateTimeOffset From, DateTimeOffset To, TimeSpan Threshold, IReadOnlyList<RpoSample> Samples, IReadOnlyList<RpoViolation> Violations)
{
    public TimeSpan Worst => Samples.Count == 0 ? TimeSpan.Zero : Samples.Max(sample => sample.Before is { } before && before > sample.Age ? before : sample.Age);

    /// <summary>Share of the time, from the first sample on, in which the threshold was kept.</summary>
    public double KeptShare
    {
        get
        {
            if (Samples.Count == 0 || To <= Samples[0].At) return 1;
            double violated = Violations.Sum(window => (window.To - window.From).TotalSeconds);
            return Math.Clamp(1 - violated / (To - Samples[0].At).TotalSeconds, 0, 1);
        }
    }

    /// <summary>The worst age in each of so many equal parts of the period; null where there was nothing to recover from.</summary>
    public IReadOnlyList<TimeSpan?> Peaks(int count)
    {
        var peaks = new TimeSpan?[count];
        for (int at = 1; at < Samples.Count; at++)
        {
            // Between two samples the age grows with the clock, up to what it was before the second.
            RpoSample begin = Samples[at - 1];
            TimeSpan end = Samples[at].Before ?? Samples[at].Age;
            for (int part = PartOf(begin.At, count); part <= PartOf(Samples[at].At, count); part++)
            {
                DateTimeOffset partEnd = From + (To - From) * (part + 1) / count;
                TimeSpan age = partEnd < Samples[at].At ? begin.Age + (partEnd - begin.At) : end;
                if (peaks[part] is not { } known || age > known) peaks[part] = age;
            }
        }

        return peaks;
    }

    private int PartOf(DateTimeOffset at, int count) => Math.Clamp((int)((at - From) / (To - From) * count), 0, count - 1);

    public static RpoTimeline Of(HealthSubject subject, DateTimeOffset from, DateTimeOffset to)
    {
        TimeSpan threshold = subject.Policy.RpoThreshold;
        if (subject.HasFailedOver) return new RpoTimeline(from, to, threshold, [], []);
        ReplicationHistory? history = subject.History is { } known && known.SiteId == subject.VM.ReplicaSiteId ? subject.History : null;
        IReadOnlyList<PointArrival> arrivals = subject.Arrivals();
        DateTimeOffset since = history?.FoldedUntil is { } folded && folded > from ? folded : from;
        return new RpoTimeline(
            from, to, threshold, RpoCalculator.Timeline(arrivals, from, to, history?.NewestBefore),
            [
                .. (history?.Violations ?? []).Where(window => window.To > from && window.To <= since).Select(window => window.From < from ? window with { From = from } : window),
                .. RpoCalculator.Violations(arrivals, threshold, since, to, history?.NewestBefore),
            ]);
    }
}
