using System.CommandLine;
using Replication.Agent.Commands;
using Replication.Agent.Dashboard;
using Replication.Agent.Host;
using Replication.Agent.Output;
using Replication.Agent.Service;
using Replication.Core.Errors;

namespace Replication.Agent;

/// <summary>The command line: exit code 0 done, 1 failed or stopped, 2 not understood.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int Usage = 2;

    public static RootCommand Build()
    {
        var root = new RootCommand("Keeps virtual machines recoverable somewhere else.");
        foreach (Option option in GlobalOptions.All) root.Options.Add(option);
        foreach (Command command in (Command[])
        [
            DrillCommand.Build(), SiteCommands.Build(), MachineCommands.Build(), GroupCommands.Build(), PolicyCommands.Build(), VmCommands.Build(),
            .. ReplicationCommands.Build(), .. PointCommands.Build(), .. MountCommands.Build(), .. FailoverCommands.Build(), .. RuleCommands.Build(), MediaCommands.Build(), JobCommands.Build(),
            DiskCommands.Build(), StoreCommands.Build(), CatalogCommands.Build(), ServeCommand.Build(), ReplicaServerCommands.Build(), AuthorizationCommands.Build(), HostCommand.Build(),
            DashboardCommand.Build(), AgentCommand.Build(), AlertCommands.Build(), EvidenceCommands.Build(), .. MonitoringCommands.Build(),
        ])
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        ParseResult parsed = Build().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"usage: {error.Message}");
            await Console.Error.WriteLineAsync($"Try: replication {string.Join(' ', Path(parsed))} --help");
            return Usage;
        }

        IResultWriter output = ResultWriters.Create(parsed.GetValue(GlobalOptions.Json));
        try
        {
            // The library's own handler ends the process after a grace period; stopping cleanly may take longer than that.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(10) });
        }
        catch (OperationCanceledException)
        {
            output.Error(new ReplicationException("Stopped", "This command", "It was stopped; nothing is written any more.", nextStep: "Run the same command again to continue."));
            return Failed;
        }
        catch (ReplicationException error)
        {
            output.Error(error);
            return Failed;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            output.Error(new ReplicationException(
                error is UnauthorizedAccessException ? ErrorIds.AccessDenied : ErrorIds.InputOutputFailed, "This command", error.Message, inner: error));
            return Failed;
        }
    }

    private static IEnumerable<string> Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null && result.Command is not RootCommand; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(result.Command.Name);
        return names;
    }
}
