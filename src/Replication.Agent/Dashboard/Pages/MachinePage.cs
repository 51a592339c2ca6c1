using Replication.Agent.Dashboard.Actions;
using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.RecoveryPoints;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>One machine: how it is, how it was, what it can be recovered to, and what was done with it.</summary>
internal static class MachinePage
{
    private const int JobsShown = 10;

    /// <summary>The axis above shows all of them.</summary>
    private const int PointsShown = 12;

    private const int DrillsShown = 5;

    private static readonly (string Name, string Value, TimeSpan Length)[] Periods =
    [
        ("6 hours", "6h", TimeSpan.FromHours(6)), ("24 hours", "24h", TimeSpan.FromDays(1)), ("7 days", "7d", TimeSpan.FromDays(7)),
    ];

    public static async Task<IAnswer> ShowAsync(DashboardRequest request)
    {
        Estate estate = await request.EstateAsync();
        if (estate.Find(request.Value("id")) is not { } view) return ErrorPage.NotFound("This machine");
        string period = Periods.Any(known => known.Value == request.Query("period")) ? request.Query("period")! : "24h";
        MachineDetail detail = await MachineDetail.ReadAsync(
            request.Service, view, Periods.First(known => known.Value == period).Length, request.Parts.Options.Time, request.Stop);
        IReadOnlyList<ReplicationJob> jobs = await request.Service.Jobs.ListNewestAsync(JobsShown, view.Vm.Id, cancellationToken: request.Stop);
        IReadOnlyList<DrillRecord> drills = await request.Parts.Drills.ListAsync(DrillsShown, view.Vm.Id, request.Stop);
        IReadOnlyList<PointMount> mounts = await request.Service.Mounts.ListAsync(view.Vm.Id, request.Stop);
        return new PageAnswer(view.Vm.Name, Paths.Machines, Html.Of($"""
            <p class="trail"><a href="{Paths.Machines}">Machines</a> / {Show.Link(Paths.Group(view.Vm.GroupId), view.GroupName)}</p>
            <h1>{Show.Name(view.Vm.Name)}</h1>
            {MachineActions.Links(view, request.MayAct)}
            <section class="panel" id="state" data-region aria-label="State">{State(estate, detail, request.Now)}</section>
            {Pieces.Region("rpo", "Achieved RPO", Html.Of($"""{PeriodLinks(view.Vm, period)}{RpoChart.Render(detail.Rpo)}"""))}
            {Pieces.Region("points", "Recovery points", Points(request, detail, request.PageNumber))}
            {Pieces.Region("jobs", "Latest jobs", jobs.Count == 0 ? Pieces.Empty("Nothing was done with it yet.")
                : Html.Of($"""{Pieces.UnderWay([.. jobs.Where(job => job.JobState == JobState.Running)], request.Now, quiet: true)}{Pieces.JobTable("Latest jobs", jobs)}"""))}
            {Pieces.Region("drills", "Drills", Html.Of($"""
                {(drills.Count == 0
                    ? Pieces.Empty("It was never tested. A test failover or a boot check proves that it can be recovered.")
                    : Html.Join(drills.Select(drill => DrillCard.Render(drill, estate, showMachine: false))))}
                <p class="more"><a href="{Paths.Evidence(view.Vm.Id)}">Signed log of its points</a></p>
                """))}
            {(mounts.Count == 0 ? Html.Empty : Pieces.Region("mounts", "Mounted points", MountTable.Render(mounts, estate)))}
            """))
        { IsLive = true };
    }

    private static Html State(Estate estate, MachineDetail detail, DateTimeOffset now)
    {
        ReplicatedVM vm = detail.View.Vm;
        ReplicationHealth health = detail.Health;
        return Html.Of($"""
            <p class="state">{Show.Badge(health.State)} <strong>{Show.Words(vm.ReplicationState.ToString())}</strong></p>
            {Html.When(health.Findings.Count > 0, $"""
                <ul class="findings">{health.Findings.Select(finding => Html.Of($"<li>{FindingWords.Of(health, finding)}</li>"))}</ul>
                """)}
            {Pieces.Facts(
                ("Age of newest point", detail.Points.Points.Count > 0 ? Show.Age(detail.Points.Points[0].SourceTime, now) : Html.Of($"""<span class="none">none yet</span>""")),
                ("RPO threshold", Pieces.Text(Show.Span(detail.View.Policy.RpoThreshold))),
                ("Replicates every", Pieces.Text(Show.Span(detail.View.Policy.ReplicationFrequency))),
                ("From", Show.Name(estate.SiteName(vm.PrimarySiteId))), ("To", Show.Name(estate.SiteName(vm.ReplicaSiteId))),
                ("Cycles missed", Pieces.Text(health.Cycles.Total == 0 ? "none due" : $"{health.Cycles.Missed} of {health.Cycles.Total}")),
                ("Last proven point", health.LastVerified is { } proven ? Html.Of($"""{Show.Age(proven.SourceTime, now)} old""") : Html.Of($"""<span class="none">none</span>""")),
                ("Waits to be replicated", Pieces.Text(BacklogWords.Of(health))),
                ("Throughput", Pieces.Text(health.Throughput is { } rate ? $"{Show.Size(rate)}/s" : null)),
                ("Average delta", Pieces.Text(vm.Statistics.AverageDeltaSize > 0 ? Show.Size(vm.Statistics.AverageDeltaSize) : null)),
                ("Test machine", vm.TestMachineId is null ? Html.Empty : Html.Of($"""runs from point <code>{vm.TestPointId}</code>""")))}
            """);
    }

    private static Html PeriodLinks(ReplicatedVM vm, string chosen) => Html.Of($"""
        <p class="choices" role="group" aria-label="Period">{Periods.Select(period => period.Value == chosen
            ? Html.Of($"""<a href="{PeriodPath(vm, period.Value)}" aria-current="true">{period.Name}</a>""")
            : Html.Of($"""<a href="{PeriodPath(vm, period.Value)}">{period.Name}</a>"""))}</p>
        """);

    private static string PeriodPath(ReplicatedVM vm, string period) => $"{Paths.With(Paths.Machine(vm.Id), ("period", period))}#rpo";

    private static Html Points(DashboardRequest request, MachineDetail detail, int pageNumber)
    {
        MachinePoints points = detail.Points;
        if (points.Points.Count == 0 && points.Damaged.Count == 0)
            return Pieces.Empty("There are no recovery points yet. Start replication and wait for the first one.");
        ListPage<RecoveryPoint> page = ListPage<RecoveryPoint>.Of(points.Points, pageNumber, PointsShown);
        return Html.Of($"""
            {(points.Unreachable is { } why ? Html.Of($"""<p class="note warn">The replica site cannot be read; this is what the catalog knows. {why}</p>""") : Html.Empty)}
            {points.Damaged.Select(damage => Html.Of($"""<p class="note bad">{damage}</p>"""))}
            {PointAxis.Render(points.Points, request.Now)}
            {Pieces.Table("Recovery points", ["Source time", "Consistency", "Proof", "Sent", "Took", "Point"], page.Items.Select(point => Row(request, detail.View, point)))}
            {Pieces.Pager(page, number => Paths.With(Paths.Machine(detail.View.Vm.Id), ("page", $"{number}"), ("period", request.Query("period"))))}
            """);
    }

    private static Html Row(DashboardRequest request, MachineView view, RecoveryPoint point) => Pieces.Row(
        ("Source time", Show.Time(point.SourceTime)),
        ("Consistency", Pieces.Text(PointWords.Consistency(point))),
        ("Proof", Html.Of($"""
            <span class="{(point.BootCheck?.Observation.Passed == false ? "bad-text" : "")}">{PointWords.Proof(point)}</span>
            {Html.When(point.Pinned, $"""<span class="badge">Pinned</span>""")}
            """)),
        ("Sent", Pieces.Text(Show.Size(point.BytesSent))),
        ("Took", Pieces.Text(Show.Took(point.AcceptedTime - point.SourceTime))),
        ("Point", Html.Of($"""<code>{point.Id}</code>{MachineActions.PointLink(view, point, request.MayAct)}""")));
}
