using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.Schedules;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>How it is, at a glance: the worst first.</summary>
internal static class OverviewPage
{
    private const int WorstMachines = 10;
    private const int FailedJobs = 5;
    private const int GroupsShown = 20;
    private const int RunningShown = 12;

    public static async Task<IAnswer> ShowAsync(DashboardRequest request)
    {
        Estate estate = await request.EstateAsync();
        IReadOnlyList<ReplicationJob> underWay = await request.Service.Jobs.ListUnderWayAsync(request.Stop);
        IReadOnlyList<ReplicationJob> failed = await request.Service.Jobs.ListNewestAsync(FailedJobs, state: JobState.Failed, cancellationToken: request.Stop);
        IReadOnlyList<PointMount> mounts = await request.Service.Mounts.ListAsync(cancellationToken: request.Stop);
        ScheduleSettings schedule = await request.Service.Schedules.SettingsAsync(request.Stop);
        Html attention = await AttentionAsync(request, estate);
        return new PageAnswer("Overview", Paths.Overview, Html.Of($"""
            <h1>Overview</h1>
            {Html.When(schedule.Paused, $"""
                <p class="note warn">All schedules are paused since {Show.Time(schedule.ChangedAt)}, by {Show.Name(schedule.ChangedBy)}: nothing is begun by itself.</p>
                """)}
            <section id="summary" data-region aria-label="Summary">{Tiles(estate, underWay, mounts.Count)}</section>
            <div class="columns">
            {Pieces.Region("attention", "Needs attention", attention)}
            <div class="side">
            {Pieces.Region("running", "Under way", Html.Of($"""
                {Pieces.UnderWay([.. underWay.Take(RunningShown)], request.Now)}{More(underWay.Count - RunningShown, Paths.Jobs, "jobs")}
                """))}
            {Pieces.Region("failed", "Failed lately", Failed(failed))}
            </div></div>
            {Pieces.Region("groups", "Groups", Html.Of($"""
                {GroupsPage.Table([.. estate.Groups.Take(GroupsShown)])}{More(estate.Groups.Count - GroupsShown, Paths.Groups, "groups")}
                """))}
            """))
        { IsLive = true };
    }

    private static Html Tiles(Estate estate, IReadOnlyList<ReplicationJob> underWay, int mounts) => Html.Of($"""
        <ul class="tiles">
        {Tile("bad", "Critical", estate.CountOf(HealthState.Critical), Paths.With(Paths.Machines, ("health", nameof(HealthState.Critical))))}
        {Tile("warn", "Warning", estate.CountOf(HealthState.Warning), Paths.With(Paths.Machines, ("health", nameof(HealthState.Warning))))}
        {Tile("ok", "Normal", estate.CountOf(HealthState.Normal), Paths.With(Paths.Machines, ("health", nameof(HealthState.Normal))))}
        {Tile("", "Machines", estate.Machines.Count, Paths.Machines)}
        {Tile("", "Running jobs", underWay.Count(job => job.JobState == JobState.Running), Paths.Jobs)}
        {Tile("", "Tests running", estate.Machines.Count(machine => machine.IsTesting), Paths.Drills)}
        {Tile("", "Mounted points", mounts, Paths.Agents)}
        </ul>
        """);

    /// <summary>Nothing bad is nothing to be coloured.</summary>
    private static Html Tile(string kind, string name, int count, string path) =>
        Html.Of($"""<li><a class="tile {(count > 0 ? kind : "")}" href="{path}"><strong>{Show.Number(count)}</strong> <span>{name}</span></a></li>""");

    private static async Task<Html> AttentionAsync(DashboardRequest request, Estate estate)
    {
        if (estate.Machines.Count == 0)
        {
            return Html.Of($"""
                <div class="empty"><p>Nothing is protected yet. Add two sites, make a group between them and add machines to it:</p>
                <pre>replication site add hq --path /srv/hq
                replication site add dr --path /srv/dr
                replication group new web --from hq --to dr
                replication vm add web01 --group web</pre></div>
                """);
        }

        MachineView[] trouble = [.. estate.Machines.Where(machine => machine.Health.State >= HealthState.Warning).Take(WorstMachines)];
        if (trouble.Length == 0) return Pieces.Empty("All machines are well.");
        int troubled = estate.CountOf(HealthState.Critical) + estate.CountOf(HealthState.Warning);
        Html table = await MachineTable.RenderAsync(request, "Machines that need attention", trouble);
        return Html.Of($"""{table}{More(troubled - trouble.Length, Paths.Machines, "machines")}""");
    }

    private static Html Failed(IReadOnlyList<ReplicationJob> failed) => failed.Count == 0
        ? Pieces.Empty("No job has failed.")
        : Html.Of($"""<ul class="jobs">{failed.Select(Failed)}</ul>""");

    private static Html Failed(ReplicationJob job) => Html.Of($"""
        <li><div class="line">{Show.Link(Paths.Job(job.Id), Show.Words(job.Verb))} <span class="of">{Show.Name(job.TargetName)}</span>
        <code>{job.Error?.ErrorId}</code> <span class="muted">{Show.Time(job.EndedAt)}</span></div></li>
        """);

    private static Html More(int count, string path, string what) => count <= 0
        ? Html.Empty : Html.Of($"""<p class="more"><a href="{path}">{Show.Count(count, "more", "more")} – all {what}</a></p>""");
}
