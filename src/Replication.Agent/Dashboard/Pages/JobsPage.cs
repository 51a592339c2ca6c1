using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Core.Jobs;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>Jobs: those under way, and the newest.</summary>
internal static class JobsPage
{
    private const int Shown = 100;
    private const int UnderWayShown = 50;

    private static readonly JobState[] States = [JobState.Failed, JobState.Interrupted, JobState.Succeeded, JobState.Abandoned];

    public static async Task<IAnswer> ShowAsync(DashboardRequest request)
    {
        JobState? state = Enum.TryParse(request.Query("state"), out JobState asked) && States.Contains(asked) ? asked : null;
        IReadOnlyList<ReplicationJob> underWay = await request.Service.Jobs.ListUnderWayAsync(request.Stop);
        IReadOnlyList<ReplicationJob> newest = await request.Service.Jobs.ListNewestAsync(Shown, state: state, cancellationToken: request.Stop);
        return new PageAnswer("Jobs", Paths.Jobs, Html.Of($"""
            <h1>Jobs</h1>
            {Pieces.Region("running", $"Under way: {underWay.Count}", Html.Of($"""
                {Pieces.UnderWay([.. underWay.Take(UnderWayShown)], request.Now)}
                {Html.When(underWay.Count > UnderWayShown, $"""<p class="muted">and {underWay.Count - UnderWayShown} more</p>""")}
                """))}
            {Pieces.Region("jobs", newest.Count == Shown ? $"Newest {Shown} jobs" : "Newest jobs", Html.Of($"""
                <p class="choices" role="group" aria-label="State">{Choice("All", null, state)}{States.Select(known => Choice(known.ToString(), known, state))}</p>
                {(newest.Count == 0 ? Pieces.Empty(state is null ? "No job has been run yet. Start one with: replication start NAME" : "There is no such job.") : Pieces.JobTable("Newest jobs", newest))}
                """))}
            """))
        { IsLive = true };
    }

    private static Html Choice(string name, JobState? state, JobState? chosen)
    {
        string path = Paths.With(Paths.Jobs, ("state", state?.ToString()));
        return state == chosen ? Html.Of($"""<a href="{path}" aria-current="true">{name}</a>""") : Html.Of($"""<a href="{path}">{name}</a>""");
    }
}
