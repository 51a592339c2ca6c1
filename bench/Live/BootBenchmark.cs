using System.Text.Json;
using Replication.Bench.Benchmarks;
using Replication.Bench.Report;
using Replication.Bench.Running;
using Replication.TestGuest;

namespace Replication.Bench.Live;

/// <summary>From the command for a test failover to the first words of the guest, with copied disks and without.</summary>
internal sealed class BootBenchmark : IBenchmark
{
    private const long DataBytes = 1L << 30;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Of the first program that the kernel starts; the kernel itself is told to be quiet.</summary>
    private const string FirstWords = "guest: ";

    public string Name => "boot";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        const string title = "Test failover to the guest's first words";
        if (!Command.IsInstalled(Qemu.Program)) return Qemu.NotInstalled(title);
        if (GuestParts.Find() is { Missing: { } missing }) return new BenchmarkResult { Title = title, Setup = $"Skipped: package {missing} is not installed.", Targets = [] };
        string workspace = context.PathOf("workspace"), replicas = context.PathOf("dr");
        string home = context.PathOf("hq"), machine = Path.Combine(home, "web");
        await GuestDisks.MakeAsync(machine, new GuestSettings { DataBytes = DataBytes });
        await File.WriteAllTextAsync(
            Path.Combine(machine, "machine.json"),
            JsonSerializer.Serialize(new
            {
                id = Guid.NewGuid(),
                name = "web",
                memoryBytes = 256 << 20,
                disks = new[] { new { id = "boot", path = "boot.raw", format = "raw", boot = true }, new { id = "data", path = "data.raw", format = "raw", boot = false } },
            }),
            cancellationToken);
        foreach (string[] line in (string[][])
        [
            ["site", "add", "hq", "--path", home], ["site", "add", "dr", "--path", replicas], ["group", "new", "g", "--from", "hq", "--to", "dr"],
            ["vm", "add", "web", "--group", "g"], ["start"],
        ])
        {
            await Cli.RunAsync(workspace, cancellationToken, line);
        }

        var copied = new Series("test failover, disks copied and read again");
        var instant = new Series("test failover --instant, from the mounted point");
        for (int round = 0; round < context.Rounds; round++)
        {
            context.Round(round);
            copied.Add(await MeasureAsync(workspace, replicas, [], cancellationToken));
            instant.Add(await MeasureAsync(workspace, replicas, ["--instant"], cancellationToken));
        }

        await Cli.RunAsync(workspace, cancellationToken, "host", "stop");
        return new BenchmarkResult
        {
            Title = title,
            Setup = $"A Debian kernel on a disk of its own, beside one of {Units.Size(DataBytes)}; from the start of the command to what the first program writes on the serial console, when the kernel has booted. The processor is emulated where KVM does not work, and the boot loader's wait is in the figure.",
            Series = [copied, instant],
            Targets = [],
        };
    }

    private static async Task<Sample> MeasureAsync(string workspace, string replicas, string[] options, CancellationToken cancellationToken)
    {
        long begun = TimeProvider.System.GetTimestamp();
        await Cli.RunAsync(workspace, cancellationToken, ["test-failover", "start", "web", .. options]);
        double command = TimeProvider.System.GetElapsedTime(begun).TotalSeconds, seconds;
        try
        {
            string console = Directory.GetFiles(replicas, "console.log", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Single();
            while (!(await File.ReadAllTextAsync(console, cancellationToken)).Contains(FirstWords, StringComparison.Ordinal))
            {
                if (TimeProvider.System.GetElapsedTime(begun) > Patience) throw new BenchException("The guest said nothing.");
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }

            seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        }
        finally
        {
            // The machine would outlive the folder that its disks are in.
            await Cli.RunAsync(workspace, CancellationToken.None, "test-failover", "stop", "web");
        }

        return new Sample(seconds, command);
    }
}
