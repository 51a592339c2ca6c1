using System.Globalization;
using Replication.Bench.Running;

namespace Replication.Bench.Module;

/// <summary>One command in a PowerShell of its own, timed by that PowerShell.</summary>
internal static class ShellSample
{
    public const string Shell = "pwsh";

    /// <param name="before">What has to be done first and is not timed.</param>
    /// <param name="command">What is timed.</param>
    /// <param name="cancellationToken">Ends the shell.</param>
    public static async Task<Sample> TakeAsync(string before, string command, CancellationToken cancellationToken)
    {
        string script = $"$ErrorActionPreference = 'Stop'; {before}; $watch = [Diagnostics.Stopwatch]::StartNew(); $null = {command}; $watch.Stop(); "
            + "$watch.Elapsed.TotalSeconds.ToString('R', [cultureinfo]::InvariantCulture)";
        CommandResult result = await Command.RunAsync(Shell, ["-NoProfile", "-NonInteractive", "-Command", script], cancellationToken);
        string last = result.Output.Trim().Split('\n')[^1].Trim();
        return double.TryParse(last, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            ? new Sample(seconds, result.Seconds)
            : throw new BenchException($"{Shell} was to say how long it took and said: {result.Output}");
    }
}
