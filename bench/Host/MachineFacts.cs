using Replication.Bench.Running;

namespace Replication.Bench.Host;

/// <summary>What the figures were measured on, and what the machine can do at most. Names no host.</summary>
internal sealed record MachineFacts
{
    public required DateTimeOffset Date { get; init; }

    public required int Cores { get; init; }

    public required string CpuModel { get; init; }

    public required string FileSystem { get; init; }

    public required string Runtime { get; init; }

    public required double LoadBefore { get; init; }

    public required MachineSpeeds Speeds { get; init; }

    public required IReadOnlyList<string> Tools { get; init; }

    public static async Task<MachineFacts> GatherAsync(BenchFolder folder, CancellationToken cancellationToken)
    {
        double load = LoadAverage();
        return new MachineFacts
        {
            Date = TimeProvider.System.GetUtcNow(),
            Cores = Environment.ProcessorCount,
            CpuModel = CpuModelName(),
            FileSystem = new DriveInfo(folder.Path).DriveFormat,
            Runtime = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
            LoadBefore = load,
            Speeds = await MachineSpeeds.MeasureAsync(folder.Sub("speeds"), cancellationToken),
            Tools = await VersionsAsync(cancellationToken),
        };
    }

    private static string CpuModelName() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "not told";

    private static double LoadAverage() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<string>> VersionsAsync(CancellationToken cancellationToken)
    {
        var versions = new List<string>();
        foreach ((string tool, string argument) in new[] { ("qemu-img", "--version"), ("restic", "version"), ("borg", "--version"), ("rsync", "--version"), ("cp", "--version") })
        {
            if (!Command.IsInstalled(tool))
            {
                versions.Add($"{tool}: not installed");
                continue;
            }

            CommandResult result = await Command.RunAsync(tool, [argument], cancellationToken);
            versions.Add(result.Output.Split('\n')[0].Trim());
        }

        return versions;
    }
}
