using Replication.Core.Errors;
using Replication.Runtime.Hosting;

namespace Replication.Agent.Service.Windows;

/// <summary>An agent as a service of Windows, made with sc.exe. It runs as LocalSystem, which has no password to keep.</summary>
/// <param name="Name">Of the service.</param>
/// <param name="Program">How the agent is started.</param>
/// <param name="Arguments">After the program's own.</param>
internal sealed record WindowsServiceInstaller(string Name, HostProgram Program, IReadOnlyList<string> Arguments) : IServiceInstaller
{
    private const string Control = "sc.exe";

    private string CommandLine => string.Join(' ', ((string[])[Program.FileName, .. Program.Arguments, .. Arguments, "--service", Name]).Select(Quote));

    public string Describe() => $"Service {Name}: {CommandLine}";

    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        string verb = "create";
        if (await IsThereAsync(cancellationToken))
        {
            await TryStopAsync(cancellationToken);
            verb = "config";
        }

        await ServiceTool.RunAsync(Control, [verb, Name, "binPath=", CommandLine, "start=", "delayed-auto", "DisplayName=", "Replication agent"], cancellationToken);
        await ServiceTool.RunAsync(Control, ["failure", Name, "reset=", "86400", "actions=", "restart/5000/restart/30000/restart/60000"], cancellationToken);
        await ServiceTool.RunAsync(Control, ["start", Name], cancellationToken);
    }

    public async Task<bool> UninstallAsync(CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(cancellationToken)) return false;
        await TryStopAsync(cancellationToken);
        await ServiceTool.RunAsync(Control, ["delete", Name], cancellationToken);
        return true;
    }

    /// <summary>The rules of CommandLineToArgvW, for paths: a quote is in none, and a backslash before the closing quote would escape it.</summary>
    private static string Quote(string text) => text.Contains(' ', StringComparison.Ordinal) ? $"\"{text.TrimEnd('\\')}\"" : text;

    private Task<bool> IsThereAsync(CancellationToken cancellationToken) => SucceedsAsync(["query", Name], cancellationToken);

    /// <summary>One that does not run cannot be stopped, and need not be.</summary>
    private Task<bool> TryStopAsync(CancellationToken cancellationToken) => SucceedsAsync(["stop", Name], cancellationToken);

    private static async Task<bool> SucceedsAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            await ServiceTool.RunAsync(Control, arguments, cancellationToken);
            return true;
        }
        catch (ReplicationException refused) when (refused.ErrorId == "ServiceManagerRefused")
        {
            return false;
        }
    }
}
