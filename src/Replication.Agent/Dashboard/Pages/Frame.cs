using Replication.Agent.Dashboard.Assets;
using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>What all pages have around them: navigation, who is signed in, and what makes a page live.</summary>
internal static class Frame
{
    /// <summary>How often a page reloads itself where no script runs.</summary>
    private const int ReloadSeconds = 30;

    private static readonly (string Name, string Path)[] Sections =
    [
        ("Overview", Paths.Overview), ("Machines", Paths.Machines), ("Groups", Paths.Groups), ("Jobs", Paths.Jobs), ("Drills", Paths.Drills),
        ("Audit", Paths.Audit), ("Agents", Paths.Agents),
    ];

    public static Html Render(DashboardRequest request, PageAnswer page)
    {
        bool maySee = !request.Parts.Options.NeedsSignInToRead || request.Session is not null;
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{page.Title} – Replication</title>
            <link rel="icon" type="image/svg+xml" href="{AssetFiles.AddressOf("icon.svg")}">
            <link rel="stylesheet" href="{AssetFiles.AddressOf("dashboard.css")}">
            <script src="{AssetFiles.AddressOf("theme.js")}"></script>
            <script src="{AssetFiles.AddressOf("dashboard.js")}" defer></script>
            {(page.IsLive ? Html.Of($"""<noscript><meta http-equiv="refresh" content="{ReloadSeconds}"></noscript>""") : Html.Empty)}
            </head>
            <body>
            <a class="skip" href="#main">Skip to content</a>
            <header class="top">
            <a class="brand" href="{Paths.Overview}"><span class="mark" aria-hidden="true"></span>Replication</a>
            {(maySee ? Navigation(page.Section) : Html.Empty)}
            <div class="tools">{(page.IsLive ? Html.Of($"""<span id="live" class="live" role="status"></span>""") : Html.Empty)}
            <button id="theme" type="button" class="quiet" hidden><span class="wide">Theme: </span><span>automatic</span></button>
            {Account(request)}</div>
            </header>
            <main id="main" tabindex="-1" {(page.IsLive ? Html.Of($"""data-live="{request.LiveVersion}" """) : Html.Empty)}>
            {page.Body}
            </main>
            </body>
            </html>
            """);
    }

    private static Html Navigation(string? current) => Html.Of($"""<nav aria-label="Main"><ul>{Sections.Select(section => Entry(section, current))}</ul></nav>""");

    private static Html Entry((string Name, string Path) section, string? current) => section.Path == current
        ? Html.Of($"""<li><a href="{section.Path}" aria-current="page">{section.Name}</a></li>""")
        : Html.Of($"""<li><a href="{section.Path}">{section.Name}</a></li>""");

    private static Html Account(DashboardRequest request) => request.Session is { } session
        ? Html.Of($"""
            <form method="post" action="{Paths.SignOut}" class="account">{Forms.Token(session)}<span>{Show.Name(session.User.Name)}</span>
            <button class="quiet">Sign out</button></form>
            """)
        : Html.Of($"""<a class="account" href="{Paths.With(Paths.SignIn, ("return", request.Http.Request.Path == Paths.SignIn ? null : request.Address))}">Sign in</a>""");
}
