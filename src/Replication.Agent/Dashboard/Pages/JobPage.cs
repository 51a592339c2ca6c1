using System.Text.Json;
using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Jobs;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>One job: what was asked, what it planned, where it stands and how it ended.</summary>
internal static class JobPage
{
    /// <summary>A group of many machines has thousands of steps; the newest say where it stands.</summary>
    private const int StepsShown = 100;

    public static async Task<IAnswer> ShowAsync(DashboardRequest request)
    {
        ReplicationJob job;
        try
        {
            job = await request.Service.Jobs.GetAsync(request.Value("id"), request.Stop);
        }
        catch (ReplicationException error) when (error.ErrorId == "JobNotFound")
        {
            return ErrorPage.NotFound("This job");
        }

        IReadOnlyList<JobStep> journal = await request.Service.Jobs.JournalAsync(job.Id, request.Stop);
        string title = Show.Words(job.Verb);
        return new PageAnswer($"{title} {job.TargetName}", Paths.Jobs, Html.Of($"""
            <p class="trail"><a href="{Paths.Jobs}">Jobs</a></p>
            <h1>{title} {Show.Name(job.TargetName)}</h1>
            <section class="panel" id="state" data-region aria-label="State">{State(job, request.Now)}</section>
            {(job.Plan is { } plan ? Pieces.Region("plan", "Plan", PlanView.Render(plan)) : Html.Empty)}
            {Pieces.Region("journal", "Journal", Journal(journal))}
            """))
        { IsLive = true };
    }

    private static Html State(ReplicationJob job, DateTimeOffset now) => Html.Of($"""
        <p class="state">{Show.Badge(job.JobState)}
        {Html.When(job is { JobState: JobState.Running, StartedAt: not null }, $"""<span class="muted">for {Show.Age(job.StartedAt ?? now, now)}</span>""")}</p>
        {Pieces.Progress(job)}
        {(job.Error is { } error ? Html.Of($"""<p class="note bad"><code>{error.ErrorId}</code> {error.Message}</p>""") : Html.Empty)}
        {Pieces.Facts(
            ("Of", job.VmIds is [var vmId] ? Show.Link(Paths.Machine(vmId), job.TargetName) : Show.Name(job.TargetName)),
            ("Submitted", Show.Time(job.SubmittedAt)), ("By", Show.Name(job.SubmittedBy)),
            ("Not before", job.NotBefore is null ? Html.Empty : Show.Time(job.NotBefore)),
            ("Started", Show.Time(job.StartedAt)), ("Ended", Show.Time(job.EndedAt)), ("Took", Pieces.Text(Pieces.Took(job))),
            ("Attempts", Pieces.Text($"{job.Attempts}")), ("Run by", job.Owner is null ? Html.Empty : Show.Name(job.Owner)),
            ("Result", Pieces.Text(Result(job))), ("Id", Html.Of($"<code>{job.Id}</code>")))}
        """);

    /// <summary>What a newer version wrote is not understood, and no reason not to show the rest.</summary>
    private static string? Result(ReplicationJob job)
    {
        try
        {
            return JobResults.Describe(job).TrimStart(';', ' ');
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Html Journal(IReadOnlyList<JobStep> journal)
    {
        if (journal.Count == 0) return Pieces.Empty("It has not begun.");
        Html table = Pieces.Table("Journal", ["Time", "Step", "State"], journal.TakeLast(StepsShown).Select(step => Pieces.Row(
            ("Time", Show.Time(step.At)), ("Step", Show.Name(step.Name)), ("State", Pieces.Text(step.StepState.ToString())))));
        return journal.Count <= StepsShown ? table : Html.Of($"""<p class="muted">The newest {StepsShown} of {journal.Count} steps.</p>{table}""");
    }
}
