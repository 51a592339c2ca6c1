using Replication.Agent.Dashboard.Markup;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>Time from left to right.</summary>
internal static class TimeAxis
{
    private const int Gaps = 4;

    /// <summary>From 0 at the begin to 1 at the end.</summary>
    public static double Position(DateTimeOffset from, DateTimeOffset to, DateTimeOffset at) => to <= from ? 0 : Math.Clamp((at - from) / (to - from), 0, 1);

    /// <summary>Times at equal distances, to stand below a drawing.</summary>
    public static Html Labels(DateTimeOffset from, DateTimeOffset to)
    {
        bool days = to - from > TimeSpan.FromDays(2);
        return Html.Of($"""<div class="axis" aria-hidden="true">{Enumerable.Range(0, Gaps + 1).Select(at => Label(from + (to - from) * at / Gaps, days))}</div>""");
    }

    private static Html Label(DateTimeOffset at, bool days) =>
        Html.Of($"""<time datetime="{Show.Iso(at)}" data-short="{(days ? "day" : "time")}" title="{Show.Utc(at)} UTC">{(days ? Show.Utc(at)[5..10] : Show.Utc(at)[11..16])}</time>""");
}
