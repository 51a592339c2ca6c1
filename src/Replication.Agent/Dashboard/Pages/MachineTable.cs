using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Health;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>Machines, a row each.</summary>
internal static class MachineTable
{
    /// <summary>Where the threshold stands in the bar of a row; the rest is for ages beyond it.</summary>
    private const double ThresholdAt = 60;

    private const double BarLength = 100;

    public static async Task<Html> RenderAsync(DashboardRequest request, string caption, IReadOnlyCollection<MachineView> machines)
    {
        IReadOnlyDictionary<string, RpoTimeline> lines = await RpoTimelines.ReadAsync(request.Service, machines, request.Now, request.Stop);
        return Pieces.Table(
            caption, ["Machine", "Health", "Age of newest point", "Last 24 hours", "State", "Group"],
            machines.Select(machine => Row(machine, lines.GetValueOrDefault(machine.Vm.Id), request.Now)));
    }

    private static Html Row(MachineView machine, RpoTimeline? line, DateTimeOffset now) => Pieces.Row(
        ("Machine", Html.Of($"""
            {Show.Link(Paths.Machine(machine.Vm.Id), machine.Vm.Name)} {Html.When(machine.IsTesting, $"""<span class="badge busy">Test runs</span>""")}
            """)),
        ("Health", Html.Of($"""{Show.Badge(machine.Health.State)}{Reason(machine.Health)}""")),
        ("Age of newest point", Age(machine, now)),
        ("Last 24 hours", RpoSparkline.Render(line)),
        ("State", Pieces.Text(Show.Words(machine.Vm.ReplicationState.ToString()))),
        ("Group", Show.Link(Paths.Group(machine.Vm.GroupId), machine.GroupName)));

    /// <summary>The worst alone: the machine's own page has them all.</summary>
    private static Html Reason(ReplicationHealth health) =>
        health.Findings.MaxBy(finding => finding.State) is { } worst ? Html.Of($"""<span class="reason">{FindingWords.Of(health, worst)}</span>""") : Html.Empty;

    private static Html Age(MachineView machine, DateTimeOffset now)
    {
        if (machine.Health.RpoAge is not { } age || machine.Newest is not { } newest) return Html.Of($"""<span class="none">–</span>""");
        double length = Math.Clamp(age / machine.Policy.RpoThreshold * ThresholdAt, 1, BarLength);
        Html bar = Html.Of($"""<rect class="{(machine.Health.RpoViolated ? "over" : "within")}" width="{length}" height="8" rx="2"/>""");
        return Html.Of($"""
            <span class="age-cell">{Show.Age(newest, now)} <span class="muted">of {Show.Span(machine.Policy.RpoThreshold)}</span>
            <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8" rx="2"/>
            {bar}<line class="limit" x1="{ThresholdAt}" x2="{ThresholdAt}" y1="0" y2="8"/></svg></span>
            """);
    }
}
