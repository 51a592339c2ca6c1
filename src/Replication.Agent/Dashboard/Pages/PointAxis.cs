using Replication.Agent.Dashboard.Markup;
using Replication.Core.RecoveryPoints;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>
/// Recovery points where they are in time: the last day on an axis of its own, because points are dense there. Marks are lines whose width
/// does not stretch with the drawing: a tall one is application-consistent, a dot on it says that the point was proven.
/// </summary>
internal static class PointAxis
{
    private const double Width = 1000;
    private const double Bottom = 46;
    private const double Short = 30;
    private const double Tall = 16;
    private const double Dot = 7;

    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);

    public static Html Render(IReadOnlyList<RecoveryPoint> points, DateTimeOffset now)
    {
        if (points.Count == 0) return Html.Empty;
        DateTimeOffset oldest = points.Min(point => point.SourceTime);
        Html older = now - oldest > Recent ? Axis("Older", [.. points.Where(point => now - point.SourceTime > Recent)], oldest, now - Recent) : Html.Empty;
        RecoveryPoint[] recent = [.. points.Where(point => now - point.SourceTime <= Recent)];
        return Html.Of($"""
            {Axis("Last 24 hours", recent, now - Recent, now)}{older}
            <p class="legend"><span class="key crash-key">Crash-consistent</span> <span class="key app-key">Application-consistent</span>
            <span class="key proven-key">Read back or booted</span> <span class="key failed-key">Did not boot</span></p>
            """);
    }

    private static Html Axis(string name, IReadOnlyList<RecoveryPoint> points, DateTimeOffset from, DateTimeOffset to)
    {
        string label = $"{name}: {Show.Count(points.Count, "recovery point", "recovery points")}";
        return Html.Of($"""
            <figure class="chart points"><figcaption>{label}</figcaption>
            <svg viewBox="0 0 {Width} 50" preserveAspectRatio="none" role="img" aria-label="{label}">
            <line class="base" x1="0" x2="{Width}" y1="{Bottom}" y2="{Bottom}"/>
            {points.Select(point => Mark(point, TimeAxis.Position(from, to, point.SourceTime) * Width))}</svg>
            {TimeAxis.Labels(from, to)}
            </figure>
            """);
    }

    private static Html Mark(RecoveryPoint point, double x)
    {
        bool isTall = point.Consistency == Consistency.ApplicationConsistent;
        string? seen = point.BootCheck is { } boot ? boot.Observation.Passed ? "proven" : "failed" : point.Verification == Verification.ReadBack ? "proven" : null;
        // A line of no length with round ends is a dot, however the drawing is stretched.
        Html dot = seen is null ? Html.Empty : Html.Of($"""<line class="dot {seen}" x1="{x}" x2="{x}" y1="{Dot}" y2="{Dot}"/>""");
        return Html.Of($"""
            <g><title>{Show.Utc(point.SourceTime)} UTC, {PointWords.Consistency(point)}, {PointWords.Proof(point)}</title>
            <line class="tick {(isTall ? "app" : "crash")}" x1="{x}" x2="{x}" y1="{(isTall ? Tall : Short)}" y2="{Bottom}"/>{dot}</g>
            """);
    }
}
