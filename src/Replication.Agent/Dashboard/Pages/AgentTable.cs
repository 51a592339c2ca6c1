using Replication.Agent.Dashboard.Markup;
using Replication.Core.Jobs;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>Processes of all workspaces that share a catalog.</summary>
internal static class AgentTable
{
    public static Html Render(IReadOnlyList<PresentAgent> agents, IReadOnlyList<ReplicationJob> jobs) => Pieces.Table(
        "Agents of this catalog", ["Machine", "Process", "Since", "Runs"], agents.Select(agent => Row(agent, [.. jobs.Where(job => job.JobState == JobState.Running && job.Owner == agent.Name)])));

    private static Html Row(PresentAgent agent, IReadOnlyList<ReplicationJob> jobs)
    {
        // Machine, process and life; a machine's name has no colon.
        string[] parts = agent.Name.Split(':');
        return Pieces.Row(
            ("Machine", Show.Name(parts[0])), ("Process", Pieces.Text(parts.Length > 1 ? parts[1] : null)), ("Since", Show.Time(agent.Since)),
            ("Runs", jobs.Count == 0 ? Pieces.Text("no job") : Html.Join(jobs.Select(job => Html.Of($"""<span class="line">{Show.Link(Paths.Job(job.Id), $"{Show.Words(job.Verb)} {job.TargetName}")}</span> """)))));
    }
}
