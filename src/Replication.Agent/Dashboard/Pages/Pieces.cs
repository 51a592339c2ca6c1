using Replication.Agent.Dashboard.Live;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Jobs;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>Tables and other pieces that several pages have.</summary>
internal static class Pieces
{
    /// <summary>A part of a page that is exchanged for its newer self while somebody looks.</summary>
    public static Html Region(string id, string heading, Html content) =>
        Html.Of($"""<section class="panel" id="{id}" data-region aria-labelledby="{id}-title"><h2 id="{id}-title">{heading}</h2>{content}</section>""");

    /// <summary>A table; on narrow screens each row is a card, and the headings stand before its values.</summary>
    public static Html Table(string caption, IReadOnlyList<string> headings, IEnumerable<Html> rows) => Html.Of($"""
        <div class="scroll"><table><caption class="unseen">{caption}</caption>
        <thead><tr>{headings.Select(heading => Html.Of($"""<th scope="col" data-label="{heading}">{heading}</th>"""))}</tr></thead>
        <tbody>{rows}</tbody></table></div>
        """);

    public static Html Row(params ReadOnlySpan<(string Heading, Html Value)> cells)
    {
        var made = new List<Html>(cells.Length);
        foreach ((string heading, Html value) in cells) made.Add(Html.Of($"""<td data-label="{heading}"><div>{value}</div></td>"""));
        return Html.Of($"<tr>{made}</tr>");
    }

    public static Html Facts(params ReadOnlySpan<(string Name, Html Value)> facts)
    {
        var made = new List<Html>(facts.Length);
        foreach ((string name, Html value) in facts)
        {
            if (!value.IsEmpty) made.Add(Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>"));
        }

        return Html.Of($"""<dl class="facts">{made}</dl>""");
    }

    public static Html Text(string? text) => string.IsNullOrEmpty(text) ? Html.Empty : Html.Of($"{text}");

    public static Html Empty(string text) => Html.Of($"""<p class="empty">{text}</p>""");

    /// <summary>Links to the pages of a long list.</summary>
    /// <param name="list">The page that is shown.</param>
    /// <param name="address">Address of a page by its number.</param>
    public static Html Pager<T>(ListPage<T> list, Func<int, string> address)
    {
        if (list.Pages == 1) return Html.Empty;
        Html previous = list.Number > 1 ? Html.Of($"""<a rel="prev" href="{address(list.Number - 1)}">Previous</a>""") : Html.Of($"""<span class="muted">Previous</span>""");
        Html next = list.Number < list.Pages ? Html.Of($"""<a rel="next" href="{address(list.Number + 1)}">Next</a>""") : Html.Of($"""<span class="muted">Next</span>""");
        return Html.Of($"""<nav class="pager" aria-label="Pages">{previous}<span>Page {list.Number} of {list.Pages}</span>{next}</nav>""");
    }

    /// <summary>How far a job is; the script keeps it up to date.</summary>
    public static Html Progress(ReplicationJob job)
    {
        if (job.JobState != JobState.Running) return Html.Empty;
        int? percent = job.Progress is { } progress ? JobPace.PercentOf(progress) : null;
        string text = job.Progress?.Activity ?? "Running";
        string name = $"Progress of {Show.Words(job.Verb)} of {job.TargetName}";
        return percent is { } known
            ? Html.Of($"""<span class="progress" data-job="{job.Id}"><progress max="100" value="{known}" aria-label="{name}"></progress> <span data-text>{text}</span></span>""")
            : Html.Of($"""<span class="progress" data-job="{job.Id}"><progress max="100" aria-label="{name}"></progress> <span data-text>{text}</span></span>""");
    }

    /// <summary>Jobs that run or wait, with progress.</summary>
    /// <param name="jobs">Running or queued.</param>
    /// <param name="now">UTC.</param>
    /// <param name="quiet">Say nothing where there are none.</param>
    public static Html UnderWay(IReadOnlyList<ReplicationJob> jobs, DateTimeOffset now, bool quiet = false) => jobs.Count == 0
        ? quiet ? Html.Empty : Empty("Nothing is running.")
        : Html.Of($"""<ul class="jobs">{jobs.Select(job => UnderWay(job, now))}</ul>""");

    public static Html JobTable(string caption, IReadOnlyList<ReplicationJob> jobs) => Table(
        caption, ["Job", "Of", "State", "Submitted", "Took", "By"],
        jobs.Select(job => Row(
            ("Job", Show.Link(Paths.Job(job.Id), Show.Words(job.Verb))), ("Of", Show.Name(job.TargetName)),
            ("State", Html.Of($"""{Show.Badge(job.JobState)} {(job.Error is { } error ? Html.Of($"""<code>{error.ErrorId}</code>""") : Html.Empty)}""")),
            ("Submitted", Show.Time(job.SubmittedAt)), ("Took", Text(Took(job))), ("By", Show.Name(job.SubmittedBy)))));

    public static string? Took(ReplicationJob job) => job is { StartedAt: { } begun, EndedAt: { } ended } ? Show.Took(ended - begun) : null;

    private static Html UnderWay(ReplicationJob job, DateTimeOffset now)
    {
        Html since = job.JobState == JobState.Running && job.StartedAt is { } begun ? Html.Of($"for {Show.Age(begun, now)}")
            : job.NotBefore is { } start && start > now ? Html.Of($"not before {Show.Time(start)}") : Html.Of($"waiting for {Show.Age(job.SubmittedAt, now)}");
        return Html.Of($"""
            <li><div class="line">{Show.Link(Paths.Job(job.Id), Show.Words(job.Verb))} <span class="of">{Show.Name(job.TargetName)}</span>
            {Show.Badge(job.JobState)} <span class="muted">{since}</span></div>
            {Progress(job)}</li>
            """);
    }
}
