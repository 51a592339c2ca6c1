using System.CommandLine;
using Replication.Agent.Commands;
using Replication.Agent.Host;
using Replication.Agent.Output;
using Replication.Agent.Server.Faults;
using Replication.Agent.Service.Windows;
using Replication.Core.Errors;
using Replication.Core.Jobs;
using Replication.Core.Platform;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Service;

/// <summary>`replication agent`: the process that keeps a workspace replicated, asking it and ending it.</summary>
internal static class AgentCommand
{
    private const int MostJobs = 64;

    private static readonly Option<bool> Background = new("--background") { Description = "Leave the session of the terminal." };

    private static readonly Option<int> Jobs = new("--jobs")
    {
        Description = $"Jobs that run at once, 1 to {MostJobs}.",
        DefaultValueFactory = _ => DetachedJobs.DefaultLimit,
    };

    private static readonly Option<string?> Service = new("--service") { Description = "Be the service of Windows of this name; the service manager starts it so.", Hidden = true };

    private static readonly Option<string?> Pool = new("--pool")
    {
        Description = "Run the jobs of the sites of this pool as well (site set --pool), beside other agents of the catalog.",
    };

    private static readonly Option<string?> Faults = new("--faults") { Description = "JSON file of faults to inject into what the replica server answers; for tests of primaries." };

    public static Command Build() => new Command("agent", "Keep the workspace replicated by itself.").With(
    [
        new Command("run", "Be the workspace's agent, and its host, until stopped.").With(Background, Jobs, Pool, Faults, Service).DoesAlone(RunAsync),
        new Command("start", "Have the agent run in the background.").DoesAlone(StartAsync),
        new Command("status", "Say whether there is an agent or a host and what it does.").DoesAlone(HostActions.ShowAsync),
        new Command("stop", "Have the agent let go; its jobs wait for the next one.").DoesAlone(HostActions.StopAsync),
        .. ScheduleCommands.Build(), .. ServiceCommands.Build(Jobs, Limit),
    ]);

    private static async Task<int> RunAsync(ParseResult parsed, IResultWriter output, CancellationToken token)
    {
        int jobs = Limit(parsed.GetValue(Jobs));
        FaultPlan? faults = parsed.GetValue(Faults) is { } file ? await FaultFile.LoadAsync(file, TimeProvider.System, token) : null;
        if (faults is not null) output.Warning("faults are injected into what the replica server answers.");
        if (parsed.GetValue(Background)) TerminalSession.Leave();
        var agent = new HostProcess(new HostFolder(GlobalOptions.Folder(parsed)), HostProcess.NeverIdle, TimeProvider.System, AgentParts.All(faults), jobs, parsed.GetValue(Pool));
        async Task<int> WorkAsync(CancellationToken stop)
        {
            HostStatus? other = await agent.RunAsync(stop);
            if (other is null) output.Line("The agent has ended.");
            else HostActions.Show(output, other);
            return 0;
        }

        if (parsed.GetValue(Service) is { } service && OperatingSystem.IsWindows()) return await WindowsService.RunAsync(service, WorkAsync, token);
        return await WorkAsync(token);
    }

    private static async Task<int> StartAsync(ParseResult parsed, IResultWriter output, CancellationToken token)
    {
        HostActions.Show(output, await new WorkspaceHost(GlobalOptions.Folder(parsed)).EnsureAgentAsync(token));
        return 0;
    }

    private static int Limit(int jobs) => jobs is >= 1 and <= MostJobs ? jobs : throw new ReplicationException("OptionInvalid", "--jobs", $"It is {jobs}.", $"1 to {MostJobs}.");
}
