using System.Diagnostics;
using System.Text.Json;
using Replication.Bench.Running;

namespace Replication.Bench.Ours;

/// <summary>Starts this program again as a child.</summary>
internal static class Child
{
    public static async Task<(Sample Sample, ChildReport Report)> RunAsync(CancellationToken cancellationToken, params IEnumerable<string> arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, typeof(Child).Assembly.GetName().Name!);
        CommandResult result = await Command.RunAsync(program, ["child", .. arguments], cancellationToken);
        ChildReport report = JsonSerializer.Deserialize<ChildReport>(result.Output)!;
        return (new Sample(report.Seconds, result.Seconds, report.PeakBytes, report.CompileSeconds), report);
    }

    /// <summary>Starts one that goes on until <paramref name="during"/> has ended; a sample for each report.</summary>
    public static async Task<IReadOnlyList<Sample>> RunDuringAsync(Func<Task> during, params IEnumerable<string> arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, typeof(Child).Assembly.GetName().Name!);
        using Process process = Process.Start(
            new ProcessStartInfo(program, ["child", .. arguments]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            await during();
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new BenchException($"{string.Join(' ', arguments)} ended with {process.ExitCode}.");
            return
            [
                .. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<ChildReport>(line)!)
                    .Select(report => new Sample(report.Seconds, report.Seconds, report.PeakBytes, report.CompileSeconds)),
            ];
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
