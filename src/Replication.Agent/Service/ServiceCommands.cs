using System.CommandLine;
using Replication.Agent.Commands;
using Replication.Agent.Output;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Agent.Service;

/// <summary>The agent as a service, which starts with the machine.</summary>
internal static class ServiceCommands
{
    private static readonly Option<string> Name = new("--name") { Description = "Of the service.", DefaultValueFactory = _ => ServiceInstallers.DefaultName };

    private static readonly Option<bool> OfUser = new("--user") { Description = "A service of your own rather than of the system." };

    private static readonly Option<string?> RunAs = new("--run-as") { Description = "User that a service of the system runs as (default: you)." };

    /// <param name="jobs">Option of the agent that the service is to have.</param>
    /// <param name="limit">Checks its value.</param>
    /// <param name="pool">Option of the agent that the service is to have.</param>
    public static IEnumerable<Command> Build(Option<int> jobs, Func<int, int> limit, Option<string?> pool)
    {
        yield return new Command("install", "Have the agent started with the machine, and again when it fails.").With(Name, OfUser, RunAs, jobs, pool).DoesAlone(async (parsed, output, token) =>
        {
            IServiceInstaller installer = Installer(parsed, limit(parsed.GetValue(jobs)), parsed.GetValue(pool));
            if (parsed.GetValue(GlobalOptions.Plan))
            {
                output.Item(new { Plan = installer.Describe() }, ("Plan", installer.Describe()));
                return 0;
            }

            await installer.InstallAsync(token);
            output.Item(new { Installed = parsed.GetValue(Name) }, ("Service", $"{parsed.GetValue(Name)} is installed and runs"));
            return 0;
        });
        yield return new Command("uninstall", "Stop and remove the service; the workspace stays.").With(Name, OfUser).DoesAlone(async (parsed, output, token) =>
        {
            bool removed = await Installer(parsed, limit(1), pool: null).UninstallAsync(token);
            output.Item(new { Uninstalled = removed }, ("Service", removed ? "removed" : "was not there"));
            return 0;
        });
    }

    private static IServiceInstaller Installer(ParseResult parsed, int jobs, string? pool)
    {
        string name = parsed.GetValue(Name)!;
        if (name.Length == 0 || FileNames.Safe(name) != name)
            throw new ReplicationException("OptionInvalid", "--name", $"It is '{name}'.", "a name that a file can have.");
        return ServiceInstallers.Choose(name, GlobalOptions.Folder(parsed), parsed.GetValue(RunAs), parsed.GetValue(OfUser), jobs, pool);
    }
}
