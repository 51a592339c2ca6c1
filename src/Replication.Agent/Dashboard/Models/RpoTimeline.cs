using Replication.Core.Health;

namespace Replication.Agent.Dashboard.Models;

/// <summary>
/// Achieved RPO over a period, against the threshold. The newest arrivals are known one by one; of what is older a history keeps the
/// violations alone, so that the threshold was kept in between is known, and the age is not.
/// </summary>
/// <param name="From">Begin, UTC.</param>
/// <param name="To">End, UTC.</param>
/// <param name="Threshold">What the policy allows.</param>
/// <param name="Samples">The age as a saw; empty where there was nothing to recover from, or the VM has failed over.</param>
/// <param name="Violations">Windows in which it was more than allowed.</param>
internal sealed record RpoTimeline(
    DateTimeOffset From, DateTimeOffset To, TimeSpan Threshold, IReadOnlyList<RpoSample> Samples, IReadOnlyList<RpoViolation> Violations)
{
    /// <summary>From when on violations are known, where that is earlier than the first sample.</summary>
    public DateTimeOffset? KnownSince { get; init; }

    /// <summary>Begin of what is known at all.</summary>
    private DateTimeOffset Begin => KnownSince ?? (Samples.Count > 0 ? Samples[0].At : To);

    public TimeSpan Worst => Samples.Select(sample => sample.Before is { } before && before > sample.Age ? before : sample.Age)
        .Concat(Violations.Select(window => window.MaximumAge)).DefaultIfEmpty().Max();

    /// <summary>Share of the time of which anything is known in which the threshold was kept.</summary>
    public double KeptShare
    {
        get
        {
            if (To <= Begin) return 1;
            double violated = Violations.Sum(window => (window.To - window.From).TotalSeconds);
            return Math.Clamp(1 - violated / (To - Begin).TotalSeconds, 0, 1);
        }
    }

    /// <summary>The worst age in each of so many equal parts of the period; null where it is not known.</summary>
    public IReadOnlyList<TimeSpan?> Peaks(int count)
    {
        var peaks = new TimeSpan?[count];
        foreach (RpoViolation window in Violations)
        {
            if (Samples.Count > 0 && window.From >= Samples[0].At) continue;
            for (int part = PartOf(window.From, count); part <= PartOf(window.To, count); part++) Raise(peaks, part, window.MaximumAge);
        }

        for (int at = 1; at < Samples.Count; at++)
        {
            // Between two samples the age grows with the clock, up to what it was before the second.
            RpoSample begin = Samples[at - 1];
            TimeSpan end = Samples[at].Before ?? Samples[at].Age;
            for (int part = PartOf(begin.At, count); part <= PartOf(Samples[at].At, count); part++)
            {
                DateTimeOffset partEnd = From + (To - From) * (part + 1) / count;
                Raise(peaks, part, partEnd < Samples[at].At ? begin.Age + (partEnd - begin.At) : end);
            }
        }

        return peaks;
    }

    public static RpoTimeline Of(HealthSubject subject, DateTimeOffset from, DateTimeOffset to)
    {
        TimeSpan threshold = subject.Policy.RpoThreshold;
        if (subject.HasFailedOver) return new RpoTimeline(from, to, threshold, [], []);
        ReplicationHistory? history = subject.History is { } known && known.SiteId == subject.VM.ReplicaSiteId ? subject.History : null;
        IReadOnlyList<PointArrival> arrivals = subject.Arrivals();
        DateTimeOffset since = history?.FoldedUntil is { } folded && folded > from ? folded : from;
        return new RpoTimeline(
            from, to, threshold, RpoCalculator.Timeline(arrivals, since, to, subject.NewestBefore),
            [
                .. (history?.Violations ?? []).Where(window => window.To > from && window.To <= since).Select(window => Within(window, from)),
                .. RpoCalculator.Violations(arrivals, threshold, since, to, subject.NewestBefore),
            ])
        {
            KnownSince = history is { FoldedUntil: not null, Hours: [var first, ..] } && first.Hour < since ? Later(first.Hour, from) : null,
        };
    }

    private static RpoViolation Within(RpoViolation window, DateTimeOffset from) => window.From < from ? window with { From = from } : window;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static void Raise(TimeSpan?[] peaks, int part, TimeSpan age)
    {
        if (peaks[part] is not { } known || age > known) peaks[part] = age;
    }

    private int PartOf(DateTimeOffset at, int count) => Math.Clamp((int)((at - From) / (To - From) * count), 0, count - 1);
}
