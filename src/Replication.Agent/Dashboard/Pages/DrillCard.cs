using System.Globalization;
using Replication.Agent.Dashboard.Markup;
using Replication.Agent.Dashboard.Models;
using Replication.Core.Boot;
using Replication.Core.Failover;
using Replication.Core.RecoveryPoints;
using Replication.Core.States;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>One drill with its evidence.</summary>
internal static class DrillCard
{
    public static Html Render(DrillRecord drill, Estate estate, bool showMachine)
    {
        bool stillRuns = drill.Test is { } test && estate.Find(drill.Job.TargetId)?.Vm.TestMachineId == test.MachineId;
        return Html.Of($"""
            <article class="drill"><h3>{Show.Link(Paths.Job(drill.Job.Id), NameOf(drill.Job.Verb))}
            {Html.When(showMachine, $"of {Show.Link(Paths.Machine(drill.Job.TargetId), drill.Job.TargetName)}")} {Show.Badge(drill.Job.JobState)}
            {Html.When(stillRuns, $"""<span class="badge busy">Test runs</span>""")}</h3>
            {(drill.Job.Error is { } error ? Html.Of($"""<p class="bad-text"><code>{error.ErrorId}</code> {error.Message}</p>""") : Html.Empty)}
            {Pieces.Facts(
                ("When", Show.Time(drill.Job.SubmittedAt)), ("By", Show.Name(drill.Job.SubmittedBy)),
                ("Point", Html.When(drill.PointId is not null, $"<code>{drill.PointId}</code>")))}
            {(drill.Test is { } made ? Evidence(made) : Html.Empty)}
            {(drill.Boot is { } boot ? Evidence(drill, boot) : Html.Empty)}
            {(drill.BytesRead is { } read ? Pieces.Facts(("Read and compared", Pieces.Text(Show.Size(read)))) : Html.Empty)}
            </article>
            """);
    }

    public static string NameOf(string verb) => verb switch
    {
        nameof(ReplicationVerb.StartTestFailover) => "Test failover",
        CheckBootHandler.VerbName => "Boot check",
        VerifyPointHandler.VerbName => "Read-back",
        _ => Show.Words(verb),
    };

    private static Html Evidence(FailoverResult test) => Html.Of($"""
        {Pieces.Facts(
            ("Machine", Html.Of($"{Show.Name(test.MachineName)} at {Show.Name(test.SiteName)}")),
            ("Started", Pieces.Text(test.Started ? "yes" : $"no: {test.NotStartedBecause}")),
            ("Written", Pieces.Text(test.Instant ? "nothing: it runs from the mounted point" : Show.Size(test.BytesWritten))))}
        <details><summary>Root hashes of its disks, compared with the point</summary>
        <ul class="hashes">{test.Disks.Select(disk => Html.Of($"<li>{Show.Name(disk.Key)} <code>{disk.Value.ToString()}</code></li>"))}</ul></details>
        """);

    private static Html Evidence(DrillRecord drill, BootCheck boot) => Html.Of($"""
        {Pieces.Facts(
            ("Seen", Pieces.Text(boot.Observation.Passed ? $"booted in {Show.Took(boot.Observation.BootTime)}" : boot.Observation.Failure)),
            ("Recovery time", Pieces.Text(Show.Took(boot.RecoveryTime))), ("Waited for", Pieces.Text(Describe(boot.Probe))))}
        {Html.When(drill.Screenshot is not null, $"""
            <a class="shot" href="{Paths.Screenshot(drill.Job.Id)}">
            <img src="{Paths.Screenshot(drill.Job.Id)}" alt="Screen of {drill.Job.TargetName} after its boot" loading="lazy" width="320"></a>
            """)}
        {Html.When(boot.Observation.ConsoleTail.Length > 0, $"<details><summary>Last lines of the console</summary><pre>{boot.Observation.ConsoleTail}</pre></details>")}
        """);

    private static string Describe(BootProbe probe) => string.Join(" and ", new[]
    {
        probe.ConsolePattern is { } pattern ? $"“{pattern}” on the console" : null,
        probe.TcpPort is { } port ? string.Create(CultureInfo.InvariantCulture, $"TCP port {port}") : null,
        probe.Agent ? "the guest agent" : null,
    }.OfType<string>()) + $", {Show.Span(probe.Limit)} at most";
}
