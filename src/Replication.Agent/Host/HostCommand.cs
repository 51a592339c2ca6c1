using System.CommandLine;
using System.Globalization;
using Replication.Agent.Commands;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Runtime;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Host;

/// <summary>`replication host`: the process that runs detached jobs, asking it and ending it.</summary>
internal static class HostCommand
{
    private static readonly Option<double> Idle = new("--idle")
    {
        Description = "Seconds without anything to do after which it ends.",
        DefaultValueFactory = _ => WorkspaceHostOptions.DefaultIdle.TotalSeconds,
    };

    private static readonly Option<bool> Background = new("--background") { Description = "Leave the session of the terminal." };

    private static readonly Argument<string> Site = new("site") { Description = "Folder of the machines." };

    public static Command Build() => new Command("host", "Run the detached jobs of the workspace and serve its mounted points; started by itself where it is needed.")
        .With(
            Idle, Background,
            new Command("status", "Say whether there is a host and what it does.").DoesAlone(HostActions.ShowAsync),
            new Command("stop", "Have the host let go; the job that it runs can be continued.").DoesAlone(HostActions.StopAsync),
            LetGo())
        .DoesAlone(RunAsync);

    /// <summary>For the watch over a process that holds guests (docs/live.md).</summary>
    private static Command LetGo()
    {
        Command command = new Command(HoldWatch.Command, "Let guests go on that a process which was killed has left standing still.").With(Site).DoesAlone(async (parsed, _, token) =>
        {
            await Tools.LetGoAsync(parsed.GetValue(Site)!, token);
            return 0;
        });
        command.Hidden = true;
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IResultWriter output, CancellationToken token)
    {
        double idle = parsed.GetValue(Idle);
        if (idle is not (> 0 and < 1e8)) throw new ReplicationException("OptionInvalid", "--idle", $"It is {idle.ToString(CultureInfo.InvariantCulture)}.", "seconds, more than 0.");
        if (parsed.GetValue(Background)) TerminalSession.Leave();
        var folder = new HostFolder(GlobalOptions.Folder(parsed));
        HostStatus? other = await new HostProcess(folder, TimeSpan.FromSeconds(idle), TimeProvider.System).RunAsync(token);
        if (other is null) output.Line("The host has ended.");
        else HostActions.Show(output, other);
        return 0;
    }
}
