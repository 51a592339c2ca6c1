using Microsoft.AspNetCore.Http;
using Replication.Agent.Dashboard.Actions;
using Replication.Agent.Dashboard.Assets;
using Replication.Agent.Dashboard.Live;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Pages;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>Everything that can be asked for.</summary>
internal static class RouteTable
{
    public static IReadOnlyList<Route> All() =>
    [
        Read(Paths.Overview, OverviewPage.ShowAsync),
        Read(Paths.Machines, MachinesPage.ShowAsync),
        Read($"{Paths.Machines}/{{id}}", MachinePage.ShowAsync),
        Read($"{Paths.Machines}/{{id}}/evidence", EvidencePage.ShowAsync),
        Read(Paths.Groups, GroupsPage.ListAsync),
        Read($"{Paths.Groups}/{{id}}", GroupsPage.ShowAsync),
        Read(Paths.Jobs, JobsPage.ShowAsync),
        Read($"{Paths.Jobs}/{{id}}", JobPage.ShowAsync),
        Read(Paths.Drills, DrillsPage.ShowAsync),
        Read($"{Paths.Drills}/{{id}}/screen.png", DrillsPage.ScreenAsync),
        Read(Paths.Audit, AuditPage.ShowAsync),
        Read(Paths.Agents, AgentsPage.ShowAsync),
        Read("/events", LiveAnswer.FollowAsync) with { IsBackground = true },
        new(HttpMethods.Get, $"{Paths.Machines}/{{id}}/{{action}}", Access.Operators, ActionPage.PlanAsync),
        new(HttpMethods.Post, $"{Paths.Machines}/{{id}}/{{action}}", Access.Operators, ActionPage.RunAsync),
        new(HttpMethods.Get, Paths.SignIn, Access.Anyone, SignInPage.ShowAsync),
        new(HttpMethods.Post, Paths.SignIn, Access.Anyone, SignInPage.SignInAsync),
        new(HttpMethods.Post, Paths.SignOut, Access.Anyone, SignInPage.SignOutAsync),
        new(HttpMethods.Get, "/assets/{name}", Access.Anyone, AssetFiles.ServeAsync) { IsBackground = true },
    ];

    private static Route Read(string pattern, Func<DashboardRequest, Task<IAnswer>> answer) => new(HttpMethods.Get, pattern, Access.Readers, answer);
}
