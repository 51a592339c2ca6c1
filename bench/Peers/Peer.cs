using Replication.Bench.Running;

namespace Replication.Bench.Peers;

/// <summary>Another program that does the same job, or part of it.</summary>
internal static class Peer
{
    /// <summary>A series for the program; empty, with the reason, when it is not installed.</summary>
    public static Series SeriesOf(string program, string name) =>
        Command.IsInstalled(program) ? new Series(name) : new Series(name) { Skipped = $"{program} is not installed" };

    public static async Task RunAsync(
        Series series, string program, IEnumerable<string> arguments, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null)
    {
        CommandResult result = await Command.RunAsync(program, arguments, cancellationToken, environment);
        series.Add(new Sample(result.Seconds, result.Seconds));
    }
}
