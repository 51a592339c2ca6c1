using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>Achieved RPO of the last day, small enough for a row: the worst of every quarter of an hour against the threshold.</summary>
internal static class RpoSparkline
{
    private const int Parts = 96;
    private const double Height = 24;

    /// <summary>The threshold stands at two thirds; worse ages end at the top.</summary>
    private const double ThresholdAt = 8;

    public static Html Render(RpoTimeline? line)
    {
        if (line is null || (line.Samples.Count == 0 && line.Violations.Count == 0)) return Html.Of($"""<span class="none">–</span>""");
        string label = $"Worst {Show.Span(line.Worst)} of {Show.Span(line.Threshold)} in the last day";
        IReadOnlyList<TimeSpan?> peaks = line.Peaks(Parts);
        return Html.Of($"""
            <svg class="spark" viewBox="0 0 {Parts} {Height}" preserveAspectRatio="none" role="img" aria-label="{label}"><title>{label}</title>
            <path class="within" d="{Bars(line, peaks, over: false)}"/><path class="over" d="{Bars(line, peaks, over: true)}"/><line class="limit" x1="0" x2="{Parts}" y1="{ThresholdAt}" y2="{ThresholdAt}"/></svg>
            """);
    }

    private static string Bars(RpoTimeline line, IReadOnlyList<TimeSpan?> peaks, bool over) => string.Concat(
        peaks.Select((peak, at) => peak is { } age && age > line.Threshold == over ? Bar(at, age / line.Threshold) : ""));

    private static string Bar(int at, double thresholds) =>
        FormattableString.Invariant($"M{at} {Height}V{Math.Max(0, Height - thresholds * (Height - ThresholdAt)):0.#}h1V{Height}z");
}
