using System.Diagnostics;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Aws.HotAdd.Windows;

/// <summary>Runs one of the node's own programs to its end, with arguments that no shell sees.</summary>
internal static class NodeTool
{
    /// <summary>Standard output. Error: DriverInjectionFailed.</summary>
    public static async Task<string> RunAsync(string name, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(new ProcessStartInfo(ToolPath.Find(name) ?? name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw Failed(name, "it did not start");
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        string said = (await error).Trim();
        return process.ExitCode == 0 ? await output : throw Failed(name, said.Length > 0 ? said : $"it ended with {process.ExitCode}");
    }

    private static ReplicationException Failed(string name, string said) => new(
        "DriverInjectionFailed", "Access node", $"{name}: {said}.", "a guest whose file system and registry can be written.",
        "A Windows guest that was hibernated or not shut down cleanly cannot be written; take a new capture after a clean shutdown, or install the drivers on the source.");
}
