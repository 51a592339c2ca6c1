using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>Says what cannot be shown, and where to go instead.</summary>
internal static class ErrorPage
{
    public static PageAnswer Of(int status, string text, string? errorId) => new(
        "Not possible", null,
        Html.Of($"""
            <h1>{(status == 404 ? "Not found" : "Not possible")}</h1>
            <section class="panel"><p>{text}</p>{(errorId is null ? Html.Empty : Html.Of($"""<p class="muted">Error id: <code>{errorId}</code> (docs/errors.md)</p>"""))}
            <p><a href="{Paths.Overview}">Go to the overview</a></p></section>
            """))
    { Status = status };

    public static PageAnswer NotFound(string what) => Of(404, $"{what} is not there, or not any more.", null);
}
