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
}
