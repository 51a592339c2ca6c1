using System.Diagnostics;
using Replication.Core.Errors;

namespace Replication.Hypervisors.Qemu;

/// <summary>Runs a program of QEMU to its end.</summary>
internal static class Tool
{
    /// <returns>Exit code and what it wrote to standard error.</returns>
    /// <exception cref="OperationCanceledException">It was ended because the token asked for it.</exception>
    public static async Task<(int ExitCode, string Errors)> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new ReplicationException(ErrorIds.InputOutputFailed, program, "It could not be started.");
        process.StandardInput.Close();
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            string errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, errors.Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
