using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Health;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>All machines: searched, filtered, a page at a time, the worst first.</summary>
internal static class MachinesPage
{
    private static readonly HealthState[] States = [HealthState.Critical, HealthState.Warning, HealthState.Normal, HealthState.NotApplicable];

    public static async Task<IAnswer> ShowAsync(DashboardRequest request)
    {
        Estate estate = await request.EstateAsync();
        string? text = request.Query("q");
        HealthState? health = Enum.TryParse(request.Query("health"), out HealthState asked) && Enum.IsDefined(asked) ? asked : null;
        MachineView[] found =
        [
            .. estate.Machines.Where(machine => (health is null || machine.Health.State == health) && (text is null || machine.Matches(text))),
        ];
        ListPage<MachineView> page = ListPage<MachineView>.Of(found, request.PageNumber);
        return new PageAnswer("Machines", Paths.Machines, Render(estate, page, text, health, await ListAsync(request, page, text, health))) { IsLive = true };
    }

    private static Html Render(Estate estate, ListPage<MachineView> page, string? text, HealthState? health, Html list) => Html.Of($"""
        <h1>Machines</h1>
        <form class="search" role="search" method="get" action="{Paths.Machines}">
        <label>Search <input type="search" name="q" value="{text}" placeholder="Name, group, state" maxlength="100"></label>
        <label>Health <select name="health"><option value="">Any</option>{States.Select(state => Option(state, health))}</select></label>
        <button>Search</button>
        </form>
        {Pieces.Region("machines", $"{Show.Count(page.Total, "machine", "machines")}{(page.Total == estate.Machines.Count ? "" : $" of {estate.Machines.Count}")}", list)}
        """);

    private static async Task<Html> ListAsync(DashboardRequest request, ListPage<MachineView> page, string? text, HealthState? health)
    {
        if (page.Total == 0)
        {
            return text is null && health is null
                ? Pieces.Empty("No machine is protected yet. Add one with: replication vm add NAME --group GROUP")
                : Html.Of($"""<p class="empty">No machine is like that. <a href="{Paths.Machines}">Show all</a></p>""");
        }

        Html table = await MachineTable.RenderAsync(request, "Machines", page.Items);
        return Html.Of($"""
            {table}
            {Pieces.Pager(page, number => Paths.With(Paths.Machines, ("q", text), ("health", health?.ToString()), ("page", $"{number}")))}
            """);
    }

    private static Html Option(HealthState state, HealthState? chosen) =>
        Html.Of($"""
            <option value="{state.ToString()}"{Html.When(state == chosen, $" selected")}>{(state == HealthState.NotApplicable ? "Not replicating" : state.ToString())}</option>
            """);
}
