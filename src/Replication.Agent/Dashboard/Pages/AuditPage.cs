using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Catalog;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>Who did what, newest first.</summary>
internal static class AuditPage
{
    /// <summary>As far back as a search looks; the whole trail is in the catalog.</summary>
    private const int Searched = 2000;

    public static async Task<IAnswer> ShowAsync(DashboardRequest request)
    {
        string? text = request.Query("q");
        IReadOnlyList<AuditEntry> entries = await request.Service.Jobs.AuditAsync(Searched, request.Stop);
        AuditEntry[] found = text is null ? [.. entries] : [.. entries.Where(entry => Matches(entry, text))];
        ListPage<AuditEntry> page = ListPage<AuditEntry>.Of(found, request.PageNumber);
        return new PageAnswer("Audit", Paths.Audit, Html.Of($"""
            <h1>Audit trail</h1>
            <form class="search" role="search" method="get" action="{Paths.Audit}">
            <label>Search <input type="search" name="q" value="{text}" placeholder="Who, what, which" maxlength="100"></label> <button>Search</button></form>
            {Pieces.Region("audit", $"{Show.Count(page.Total, "entry", "entries")}{(entries.Count == Searched ? $" of the newest {Searched}" : "")}", page.Total == 0
                ? Pieces.Empty(text is null ? "Nothing was done yet." : "No entry is like that.")
                : Html.Of($"""
                    {Pieces.Table("Audit trail", ["Time", "Who", "Did", "To", "Outcome", "Detail"], page.Items.Select(Row))}
                    {Pieces.Pager(page, number => Paths.With(Paths.Audit, ("q", text), ("page", $"{number}")))}
                    """))}
            """))
        { IsLive = true };
    }

    private static Html Row(AuditEntry entry) => Pieces.Row(
        ("Time", Show.Time(entry.At)), ("Who", Show.Name(entry.Actor)), ("Did", Pieces.Text(Show.Words(entry.Verb))), ("To", Show.Name(entry.Target)),
        ("Outcome", Html.Of($"""<span class="{(entry.Outcome is "Failed" or "Refused" or "Blocked" ? "bad-text" : "")}">{entry.Outcome}</span>""")), ("Detail", Show.Name(entry.Detail)));

    private static bool Matches(AuditEntry entry, string text) =>
        new[] { entry.Actor, entry.Verb, entry.Target, entry.Outcome, entry.Detail }.Any(part => part?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);
}
