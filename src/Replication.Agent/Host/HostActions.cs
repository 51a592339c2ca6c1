using System.CommandLine;
using Replication.Agent.Commands;
using Replication.Agent.Output;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Host;

/// <summary>What is asked of a host and of an agent, which is the host that stays, alike.</summary>
internal static class HostActions
{
    public static async Task<int> ShowAsync(ParseResult parsed, IResultWriter output, CancellationToken token)
    {
        if (await new WorkspaceHost(GlobalOptions.Folder(parsed)).PingAsync(token) is { } status) Show(output, status);
        else output.Item(new { Running = false }, ("Host", "none"));
        return 0;
    }

    public static async Task<int> StopAsync(ParseResult parsed, IResultWriter output, CancellationToken token)
    {
        bool stopped = await new WorkspaceHost(GlobalOptions.Folder(parsed)).StopAsync(token);
        output.Item(new { Stopped = stopped }, ("Host", stopped ? "stopped" : "none"));
        return 0;
    }

    public static void Show(IResultWriter output, HostStatus status) => output.Item(
        new { Running = true, status.ProcessId, status.Version, status.Since, status.Job, status.Jobs, status.Mounts, Agent = status.Parts is not null, status.Pool, status.Parts },
        [
            (status.Parts is null ? "Host" : "Agent", $"process {status.ProcessId}, version {status.Version}, since {Units.Time(status.Since)}"),
            ("Runs", status.Jobs is { Count: > 0 } jobs ? string.Join(Environment.NewLine, jobs.Select(job => $"{job.Verb} {job.Target} (job {job.Id})")) : "nothing"),
            ("Serves", $"{status.Mounts} mounted points"),
            ("Pool", status.Pool ?? "none"),
            .. (status.Parts ?? []).Select(part => (part.Name, Describe(part))),
        ]);

    private static string Describe(HostPart part) =>
        part.State == HostPartState.Failed ? $"failed at {Units.Time(part.Since)}: {part.Error}" : $"{part.State}, since {Units.Time(part.Since)}";
}
