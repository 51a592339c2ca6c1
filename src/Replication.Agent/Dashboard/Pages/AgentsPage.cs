using Replication.Agent.Dashboard.Hosting;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>Who does the work, and what is mounted.</summary>
internal static class AgentsPage
{
    public static async Task<IAnswer> ShowAsync(DashboardRequest request)
    {
        Estate estate = await request.EstateAsync();
        HostStatus? host = await request.Parts.Options.FindHost(request.Stop);
        IReadOnlyList<PointMount> mounts = await request.Service.Mounts.ListAsync(cancellationToken: request.Stop);
        ListPage<PointMount> page = ListPage<PointMount>.Of(mounts, request.PageNumber);
        return new PageAnswer("Agents", Paths.Agents, Html.Of($"""
            <h1>Agents and mounts</h1>
            {Pieces.Region("host", "This workspace", host is null
                ? Pieces.Empty("Neither an agent nor a host runs. A host is started by itself where a job needs one; replication by schedule needs: replication agent run")
                : Render(host, request.Now))}
            {await AgentsAsync(request)}
            {Pieces.Region("mounts", $"Mounted points: {mounts.Count}", mounts.Count == 0
                ? Pieces.Empty("No point is mounted. Mount one with: replication mount NAME")
                : Html.Of($"""{MountTable.Render(page.Items, estate)}{Pieces.Pager(page, number => Paths.With(Paths.Agents, ("page", $"{number}")))}"""))}
            """))
        { IsLive = true };
    }

    /// <summary>Of a catalog that several workspaces share.</summary>
    private static async Task<Html> AgentsAsync(DashboardRequest request)
    {
        try
        {
            if (await request.Parts.Options.FindAgents(request.Stop) is not { } agents) return Html.Empty;
            return Pieces.Region("agents", $"Agents of this catalog: {agents.Count}", agents.Count == 0
                ? Pieces.Empty("Nobody runs jobs of it now.")
                : AgentTable.Render(agents, await request.Service.Jobs.ListUnderWayAsync(request.Stop)));
        }
        catch (ReplicationException error)
        {
            return Pieces.Region("agents", "Agents of this catalog", Html.Of($"""<p class="note warn">{error.Message}</p>"""));
        }
    }

    private static Html Render(HostStatus host, DateTimeOffset now)
    {
        IReadOnlyList<HostJob> jobs = host.Jobs ?? (host.Job is { } job ? [job] : []);
        return Html.Of($"""
            {Pieces.Facts(
                ("Is", Pieces.Text(host.Parts is null ? "a host, which ends when there is nothing to do" : "an agent")),
                ("Process", Pieces.Text($"{host.ProcessId}")), ("Version", Pieces.Text(host.Version)), ("Running for", Show.Age(host.Since, now)),
                ("Serves", Pieces.Text(Show.Count(host.Mounts, "mounted point", "mounted points"))),
                ("Runs", jobs.Count == 0 ? Pieces.Text("no job") : Html.Join(jobs.Select(one => Html.Of($"""<span class="line">{Show.Link(Paths.Job(one.Id), $"{Show.Words(one.Verb)} {one.Target}")}</span> """)))))}
            {(host.Parts is { Count: > 0 } parts ? Parts(parts) : Html.Empty)}
            """);
    }

    private static Html Parts(IReadOnlyList<HostPart> parts) => Pieces.Table("Parts of the agent", ["Part", "State", "Since", "Failures", "Last error"], parts.Select(part => Pieces.Row(
        ("Part", Show.Name(part.Name)),
        ("State", part.State == HostPartState.Failed ? Html.Of($"""<span class="badge bad"><span aria-hidden="true">✕</span> Failed</span>""") : Pieces.Text(part.State.ToString())),
        ("Since", Show.Time(part.Since)), ("Failures", Pieces.Text($"{part.Failures}")), ("Last error", Show.Name(part.Error)))));
}
