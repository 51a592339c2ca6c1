using System.Globalization;
using Replication.Agent.Output;
using Replication.Core.Health;
using Replication.Core.Jobs;

namespace Replication.Agent.Dashboard.Markup;

/// <summary>Small pieces that all pages are made of: names, times, badges.</summary>
internal static class Show
{
    /// <summary>Shorter ones fit everywhere in one line.</summary>
    private const int LongName = 16;

    /// <summary>Isolated from its surroundings: a name from right to left, or with marks that turn the direction, turns nothing but itself.</summary>
    public static Html Name(string? text) => text is null || text.Length <= LongName
        ? Html.Of($"<bdi>{text}</bdi>")
        : Html.Of($"""<bdi class="long">{Breakable(text)}</bdi>""");

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

    /// <summary>A long name may be broken after what separates its parts.</summary>
    private static IEnumerable<Html> Breakable(string text)
    {
        int begin = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] is not ('.' or '-' or '_' or '@' or '/')) continue;
            yield return Html.Of($"{text[begin..(at + 1)]}<wbr>");
            begin = at + 1;
        }

        yield return Html.Of($"{text[begin..]}");
    }

    /// <summary>The words of an identifier: "InitialReplicationInProgress" is read as "Initial replication in progress".</summary>
    public static string Words(string identifier) => string.Concat(identifier.Select((letter, at) =>
    {
        if (at == 0 || !char.IsUpper(letter)) return letter.ToString();
        bool afterCapital = char.IsUpper(identifier[at - 1]);
        bool beforeCapital = at + 1 < identifier.Length && char.IsUpper(identifier[at + 1]);
        // "AddVM" is an added VM: capitals that follow one another are a word that stays as it is, up to where the next one begins.
        if (afterCapital && (beforeCapital || at + 1 == identifier.Length)) return letter.ToString();
        return $" {(beforeCapital ? letter : char.ToLowerInvariant(letter))}";
    }));

    /// <summary>Two units are as much as a person compares; one is enough where the other is zero.</summary>
    public static string Span(TimeSpan time)
    {
        // What is not shown is cut off, as a clock does it.
        long seconds = Math.Max(0, time.Ticks / TimeSpan.TicksPerSecond);
        return seconds switch
        {
            < 60 => Say($"{seconds} s"),
            < 3600 => Two(seconds / 60, "min", seconds % 60, "s"),
            < 86400 => Two(seconds / 3600, "h", seconds / 60 % 60, "min"),
            _ => Two(seconds / 86400, "d", seconds / 3600 % 24, "h"),
        };
    }

    /// <summary>What was measured took some time, however short.</summary>
    public static string Took(TimeSpan time) => time < TimeSpan.FromSeconds(1) ? "under 1 s" : Span(time);

    public static string Size(double bytes) => Units.Size(bytes);

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Number(long number) => Say($"{number:#,0}");

    /// <summary>A count with its noun.</summary>
    public static string Count(long count, string one, string many) => count == 1 ? $"1 {one}" : $"{Number(count)} {many}";

    private static string Two(long one, string unit, long other, string otherUnit) => other == 0 ? Say($"{one} {unit}") : Say($"{one} {unit} {other:00} {otherUnit}");

    private static string Say(FormattableString text) => FormattableString.Invariant(text);
}
