using Replication.Bench.Report;

namespace Replication.Bench.Live;

internal static class Qemu
{
    public const string Program = "qemu-system-x86_64";

    public static BenchmarkResult NotInstalled(string title) => new() { Title = title, Setup = $"Skipped: {Program} is not installed.", Targets = [] };
}
