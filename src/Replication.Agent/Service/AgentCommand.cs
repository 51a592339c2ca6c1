using System.CommandLine;
using Replication.Agent.Commands;
using Replication.Agent.Host;
using Replication.Agent.Output;
using Replication.Core.Platform;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Service;

/// <summary>`replication agent`: the process that keeps a workspace replicated, asking it and ending it.</summary>
internal static class AgentCommand
{
    private static readonly Option<bool> Background = new("--background") { Description = "Leave the session of the terminal." };

    public static Command Build() => new Command("agent", "Keep the workspace replicated by itself.").With(
        new Command("run", "Be the workspace's agent, and its host, until stopped.").With(Background).DoesAlone(RunAsync),
        new Command("status", "Say whether there is an agent or a host and what it does.").DoesAlone(HostActions.ShowAsync),
        new Command("stop", "Have the agent let go; the jobs that it runs can be continued.").DoesAlone(HostActions.StopAsync));

    private static async Task<int> RunAsync(ParseResult parsed, IResultWriter output, CancellationToken token)
    {
        if (parsed.GetValue(Background)) TerminalSession.Leave();
        var folder = new HostFolder(GlobalOptions.Folder(parsed));
        HostStatus? other = await new HostProcess(folder, HostProcess.NeverIdle, TimeProvider.System, AgentParts.All()).RunAsync(token);
        if (other is null) output.Line("The agent has ended.");
        else HostActions.Show(output, other);
        return 0;
    }
}
