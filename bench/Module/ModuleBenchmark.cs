using Replication.Bench.Benchmarks;
using Replication.Bench.Report;
using Replication.Bench.Running;

namespace Replication.Bench.Module;

/// <summary>What the module costs a session: its import beside that of an empty module, and its first cmdlet in an empty workspace.</summary>
internal sealed class ModuleBenchmark : IBenchmark
{
    private const double ImportLimit = 0.3;
    private const double FirstCmdletLimit = 1;

    public string Name => "module";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        string module = ModulePath();
        string empty = context.PathOf("Empty.psm1");
        await File.WriteAllTextAsync(empty, "", cancellationToken);
        var nothing = new Series("Import-Module of an empty module");
        var import = new Series("Import-Module Replication");
        var first = new Series("first cmdlet, which makes the workspace");
        var second = new Series("second cmdlet of the session");
        for (int round = 0; round < context.Rounds; round++)
        {
            context.Round(round);
            string workspace = context.PathOf($"workspace{round}");
            string list = $"Get-ReplicationSite -Workspace '{workspace}'";
            nothing.Add(await ShellSample.TakeAsync("$null", $"Import-Module '{empty}'", cancellationToken));
            import.Add(await ShellSample.TakeAsync("$null", $"Import-Module '{module}'", cancellationToken));
            first.Add(await ShellSample.TakeAsync($"Import-Module '{module}'", list, cancellationToken));
            second.Add(await ShellSample.TakeAsync($"Import-Module '{module}'; {list}", list, cancellationToken));
        }

        CommandResult version = await Command.RunAsync(ShellSample.Shell, ["--version"], cancellationToken);
        return new BenchmarkResult
        {
            Title = "The PowerShell module",
            Setup = "The module as the build lays it out, in a fresh PowerShell each time. An empty module is a script module without a line in it.",
            Series = [nothing, import, first, second],
            Targets =
            [
                new Target("Import: longer than that of an empty module (medians)", import.Median - nothing.Median, ImportLimit, Unit: " s"),
                new Target("First cmdlet in an empty workspace (median)", first.Median, FirstCmdletLimit, Unit: " s"),
            ],
            Notes = [version.Output.Trim()],
        };
    }

    private static string ModulePath()
    {
        string folder = Path.Combine(RepositoryFolder.Find(), "out", "Replication");
        string? newest = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).MaxBy(version => Version.Parse(Path.GetFileName(version))) : null;
        return newest is not null ? Path.Combine(newest, "Replication.psd1") : throw new BenchException($"{folder} holds no module: build src/Replication first.");
    }
}
