using System.Globalization;
using Replication.Agent.Output;
using Replication.Core.Health;
using Replication.Core.Jobs;

namespace Replication.Agent.Dashboard.Markup;

/// <summary>Small pieces that all pages are made of: names, times, badges.</summary>
internal static class Show
{
    /// <summary>Isolated from its surroundings: a name from right to left, or with marks that turn the direction, turns nothing but itself.</summary>
    public static Html Name(string? text) => Html.Of($"<bdi>{text}</bdi>");

    public static Html Link(string path, string? text) => Html.Of($"""<a href="{path}">{Name(text)}</a>""");

    /// <summary>UTC as it comes; the script shows it in the reader's own time, and the title keeps it in UTC.</summary>
    public static Html Time(DateTimeOffset? time) => time is not { } at
        ? Html.Of($"""<span class="none">–</span>""")
        : Html.Of($"""<time datetime="{Iso(at)}" title="{Utc(at)} UTC">{Utc(at)} UTC</time>""");

    /// <summary>How long ago, counted on by the script.</summary>
    public static Html Age(DateTimeOffset since, DateTimeOffset now) =>
        Html.Of($"""<time class="age" data-age datetime="{Iso(since)}" title="{Utc(since)} UTC">{Span(now - since)}</time>""");

    public static Html Badge(HealthState health) => health switch
    {
        HealthState.Normal => Html.Of($"""<span class="badge ok"><span aria-hidden="true">●</span> Normal</span>"""),
        HealthState.Warning => Html.Of($"""<span class="badge warn"><span aria-hidden="true">▲</span> Warning</span>"""),
        HealthState.Critical => Html.Of($"""<span class="badge bad"><span aria-hidden="true">■</span> Critical</span>"""),
        _ => Html.Of($"""<span class="badge"><span aria-hidden="true">○</span> Not replicating</span>"""),
    };

    public static Html Badge(JobState state) => state switch
    {
        JobState.Succeeded => Html.Of($"""<span class="badge ok"><span aria-hidden="true">✓</span> Succeeded</span>"""),
        JobState.Failed => Html.Of($"""<span class="badge bad"><span aria-hidden="true">✕</span> Failed</span>"""),
        JobState.Running => Html.Of($"""<span class="badge busy"><span aria-hidden="true">▶</span> Running</span>"""),
        JobState.Interrupted => Html.Of($"""<span class="badge warn"><span aria-hidden="true">▲</span> Interrupted</span>"""),
        _ => Html.Of($"""<span class="badge"><span aria-hidden="true">○</span> {state.ToString()}</span>"""),
    };

    /// <summary>The words of an identifier: "InitialReplicationInProgress" is read as "Initial replication in progress".</summary>
    public static string Words(string identifier) => string.Concat(identifier.Select((letter, at) =>
        at > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));

    /// <summary>Two units are as much as a person compares.</summary>
    public static string Span(TimeSpan time)
    {
        TimeSpan length = time < TimeSpan.Zero ? TimeSpan.Zero : time;
        return length switch
        {
            { TotalSeconds: < 60 } => Say($"{length.TotalSeconds:0} s"),
            { TotalMinutes: < 60 } => Say($"{length.Minutes} min {length.Seconds:00} s"),
            { TotalHours: < 24 } => Say($"{length.Hours} h {length.Minutes:00} min"),
            _ => Say($"{length.Days} d {length.Hours:00} h"),
        };
    }

    public static string Size(double bytes) => Units.Size(bytes);

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun.</summary>
    public static string Count(long count, string one, string many) => count == 1 ? $"1 {one}" : Say($"{count:#,0} {many}");

    private static string Say(FormattableString text) => FormattableString.Invariant(text);
}
