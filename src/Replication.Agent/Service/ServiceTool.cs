using System.ComponentModel;
using System.Diagnostics;
using Replication.Core.Errors;

namespace Replication.Agent.Service;

/// <summary>Runs the tool of a service manager.</summary>
internal static class ServiceTool
{
    /// <exception cref="ReplicationException">ServiceManagerNotFound, ServiceManagerRefused with what it said.</exception>
    public static async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception error)
        {
            throw new ReplicationException(
                "ServiceManagerNotFound", program, "It cannot be started.", "a system with systemd, or Windows.",
                "Have 'replication agent run' started by what starts services here.", inner: error);
        }

        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            string said = await process.StandardError.ReadToEndAsync(cancellationToken) + await output;
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode == 0) return;
            throw new ReplicationException(
                "ServiceManagerRefused", $"{program} {string.Join(' ', arguments)}", $"It ended with {process.ExitCode}: {said.Trim()}", "a service manager that runs, and the right to change it.");
        }
    }
}
