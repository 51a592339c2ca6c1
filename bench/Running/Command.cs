using System.ComponentModel;
using System.Diagnostics;

namespace Replication.Bench.Running;

/// <param name="Seconds">From before the start to after the end of the process.</param>
/// <param name="Output">Standard output.</param>
internal sealed record CommandResult(double Seconds, string Output);

/// <summary>Runs another program, times it, and takes it down when the benchmark is stopped.</summary>
internal static class Command
{
    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <exception cref="BenchException">It did not end with 0.</exception>
    public static async Task<CommandResult> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        long started = TimeProvider.System.GetTimestamp();
        using Process process = Start(start);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The folder is removed next: nobody may still be writing into it.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        if (process.ExitCode != 0) throw new BenchException($"{program} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {await errors}{await output}");
        return new CommandResult(seconds, await output);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new BenchException($"{start.FileName} cannot be started: {error.Message}");
        }
    }
}
