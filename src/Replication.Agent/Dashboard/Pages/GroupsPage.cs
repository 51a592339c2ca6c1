using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Health;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>All groups, and one of them with its machines.</summary>
internal static class GroupsPage
{
    public static async Task<IAnswer> ListAsync(DashboardRequest request)
    {
        Estate estate = await request.EstateAsync();
        ListPage<GroupView> page = ListPage<GroupView>.Of(estate.Groups, request.PageNumber);
        return new PageAnswer("Groups", Paths.Groups, Html.Of($"""
            <h1>Groups</h1>
            {Pieces.Region("groups", Show.Count(page.Total, "group", "groups"), Html.Of($"""
                {Table(page.Items)}{Pieces.Pager(page, number => Paths.With(Paths.Groups, ("page", $"{number}")))}
                """))}
            """))
        { IsLive = true };
    }

    public static async Task<IAnswer> ShowAsync(DashboardRequest request)
    {
        Estate estate = await request.EstateAsync();
        if (estate.FindGroup(request.Value("id")) is not { } group) return ErrorPage.NotFound("This group");
        ListPage<MachineView> page = ListPage<MachineView>.Of(group.Machines, request.PageNumber);
        Html table = await MachineTable.RenderAsync(request, "Machines of the group", page.Items);
        return new PageAnswer(group.Group.Name, Paths.Groups, Html.Of($"""
            <p class="trail"><a href="{Paths.Groups}">Groups</a></p>
            <h1>{Show.Name(group.Group.Name)} {Show.Badge(group.Worst)}</h1>
            <section class="panel" id="policy" data-region aria-label="Policy">{PolicyOf(group)}</section>
            {Pieces.Region("machines", Show.Count(page.Total, "machine", "machines"), page.Total == 0
                ? Pieces.Empty("The group has no machines yet. Add one with: replication vm add NAME --group GROUP")
                : Html.Of($"""{table}{Pieces.Pager(page, number => Paths.With(Paths.Group(group.Group.Id), ("page", $"{number}")))}"""))}
            """))
        { IsLive = true };
    }

    public static Html Table(IReadOnlyList<GroupView> groups) => groups.Count == 0
        ? Pieces.Empty("There are no groups yet. Make one with: replication group new NAME --from SITE --to SITE")
        : Pieces.Table("Groups", ["Group", "Health", "Machines", "From and to", "Every", "RPO threshold"], groups.Select(group => Pieces.Row(
            ("Group", Show.Link(Paths.Group(group.Group.Id), group.Group.Name)),
            ("Health", Show.Badge(group.Worst)),
            ("Machines", Counts(group)),
            ("From and to", Html.Of($"{Show.Name(group.SourceSite)} → {Show.Name(group.TargetSite)}")),
            ("Every", Pieces.Text(Show.Span(group.Policy.ReplicationFrequency))),
            ("RPO threshold", Pieces.Text(Show.Span(group.Policy.RpoThreshold))))));

    private static Html Counts(GroupView group)
    {
        int bad = group.CountOf(HealthState.Critical);
        int warned = group.CountOf(HealthState.Warning);
        return Html.Of($"""
            {group.Machines.Count}{Html.When(bad > 0, $""" · <span class="bad-text">{bad} critical</span>""")}{Html.When(warned > 0, $""" · <span class="warn-text">{warned} warning</span>""")}
            """);
    }

    private static Html PolicyOf(GroupView group) => Pieces.Facts(
        ("From", Show.Name(group.SourceSite)), ("To", Show.Name(group.TargetSite)), ("Policy", Show.Name(group.Policy.Name)),
        ("Replicates every", Pieces.Text(Show.Span(group.Policy.ReplicationFrequency))),
        ("RPO threshold", Pieces.Text(Show.Span(group.Policy.RpoThreshold))),
        ("Keeps", Pieces.Text(Keeps(group))),
        ("Application-consistent", Pieces.Text(group.Policy.ApplicationConsistencyInterval > TimeSpan.Zero ? $"every {Show.Span(group.Policy.ApplicationConsistencyInterval)}" : "never")),
        ("Standby machines", Pieces.Text(group.Group.KeepStandby ? "kept" : "none")));

    private static string Keeps(GroupView group)
    {
        string history = group.Policy.RecoveryHistory == 0 ? "the latest point" : $"the latest and {Show.Count(group.Policy.RecoveryHistory, "point", "points")}"
            + (group.Policy.RecoveryPointInterval > TimeSpan.Zero ? $", one every {Show.Span(group.Policy.RecoveryPointInterval)}" : ", one per replication");
        return group.Policy.DailyPoints == 0 ? history : $"{history}, and one a day for {Show.Count(group.Policy.DailyPoints, "day", "days")}";
    }
}
