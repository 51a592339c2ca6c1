using System.Text.Json;
using Replication.Bench.Running;

namespace Replication.Bench.Live;

/// <summary>The product's command line, as it lies beside this program.</summary>
internal static class Cli
{
    public static async Task<(JsonElement Json, double Seconds)> RunAsync(string workspace, CancellationToken cancellationToken, params IEnumerable<string> arguments)
    {
        CommandResult result = await Command.RunAsync(
            Path.Combine(AppContext.BaseDirectory, "replication"), [.. arguments, "--workspace", workspace, "--json"], cancellationToken);
        return (JsonDocument.Parse(result.Output).RootElement, result.Seconds);
    }
}
