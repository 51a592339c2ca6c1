using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Health;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>
/// Achieved RPO over time as a saw against the threshold. The drawing stretches to the width there is, so what must not be stretched, the
/// labels, stands around it.
/// </summary>
internal static class RpoChart
{
    private const double Width = 1000;
    private const double Height = 100;

    /// <summary>Above the threshold there is always room to see that it is kept.</summary>
    private const double Headroom = 1.25;

    public static Html Render(RpoTimeline line)
    {
        if (line.Samples.Count == 0 && line.Violations.Count == 0) return Pieces.Empty("There was nothing to recover from in this time.");
        double top = Math.Max((double)line.Threshold.Ticks, line.Worst.Ticks) * Headroom;
        string summary = Summarize(line);
        return Html.Of($"""
            <figure class="chart"><figcaption>{summary}</figcaption>
            <div class="plot"><div class="scale" aria-hidden="true"><span>{Show.Span(TimeSpan.FromTicks((long)top))}</span><span>0</span></div>
            <svg viewBox="0 0 {Width} {Height}" preserveAspectRatio="none" role="img" aria-label="{summary}">
            {Kept(line, top)}{line.Violations.Select(window => Violation(line, window))}
            {Html.When(line.Samples.Count > 0, $"""<polygon class="area" points="{Area(line, top)}"/><polyline class="saw" points="{Saw(line, top)}"/>""")}
            <line class="limit" x1="0" x2="{Width}" y1="{Y(line.Threshold, top)}" y2="{Y(line.Threshold, top)}"/>
            </svg></div>
            {TimeAxis.Labels(line.From, line.To)}
            <p class="legend"><span class="key saw-key">Age of what could be recovered</span> <span class="key limit-key">Threshold {Show.Span(line.Threshold)}</span>
            <span class="key over-key">Threshold exceeded</span>
            {Html.When(line.KnownSince is not null, $"""<span class="key kept-key">Threshold kept; the age itself is no longer known</span>""")}</p>
            </figure>
            """);
    }

    private static string Summarize(RpoTimeline line) =>
        $"Worst {Show.Span(line.Worst)}, threshold {Show.Span(line.Threshold)}, kept for {Percent(line.KeptShare)} of the time"
        + (line.Violations.Count == 0 ? "." : $"; exceeded {Show.Count(line.Violations.Count, "time", "times")}.");

    /// <summary>Rounded down: what was not kept throughout is not a hundred per cent.</summary>
    private static string Percent(double share) => FormattableString.Invariant($"{Math.Floor(share * 1000) / 10:0.#} %");

    /// <summary>Of older times only what exceeded the threshold is known.</summary>
    private static Html Kept(RpoTimeline line, double top)
    {
        if (line.KnownSince is not { } since) return Html.Empty;
        double from = X(line, since);
        double to = line.Samples.Count > 0 ? X(line, line.Samples[0].At) : Width;
        return Html.Of($"""<rect class="kept" x="{from}" y="{Y(line.Threshold, top)}" width="{to - from}" height="{Height - Y(line.Threshold, top)}"/>""");
    }

    private static Html Violation(RpoTimeline line, RpoViolation window)
    {
        double from = X(line, window.From);
        // A window of seconds in a week is still to be seen.
        double width = Math.Max(X(line, window.To) - from, 2);
        string text = $"Exceeded from {Show.Utc(window.From)} to {Show.Utc(window.To)} UTC, {Show.Span(window.MaximumAge)} at worst";
        return Html.Of($"""<rect class="violation" x="{from}" y="0" width="{width}" height="{Height}"><title>{text}</title></rect>""");
    }

    private static string Saw(RpoTimeline line, double top) => string.Join(' ', line.Samples.SelectMany(sample => Corners(line, sample, top)));

    private static string Area(RpoTimeline line, double top) => line.Samples.Count == 0 ? "" : FormattableString.Invariant(
        $"{X(line, line.Samples[0].At):0.#},{Height} {Saw(line, top)} {X(line, line.Samples[^1].At):0.#},{Height}");

    private static IEnumerable<string> Corners(RpoTimeline line, RpoSample sample, double top)
    {
        if (sample.Before is { } before) yield return Point(X(line, sample.At), Y(before, top));
        yield return Point(X(line, sample.At), Y(sample.Age, top));
    }

    private static string Point(double x, double y) => FormattableString.Invariant($"{x:0.#},{y:0.##}");

    private static double X(RpoTimeline line, DateTimeOffset at) => TimeAxis.Position(line.From, line.To, at) * Width;

    private static double Y(TimeSpan age, double top) => Height - age.Ticks / top * Height;
}
