using System.Runtime.InteropServices;
using Replication.Bench.Benchmarks;
using Replication.Bench.Ebs;
using Replication.Bench.Host;
using Replication.Bench.Live;
using Replication.Bench.Module;
using Replication.Bench.Report;
using Replication.Bench.Running;
using Replication.Bench.Scale;
using Replication.Bench.Wan;

namespace Replication.Bench;

/// <summary>Runs the benchmarks one after the other in a folder of their own, which is gone afterwards whatever happens.</summary>
internal static class BenchProgram
{
    private static readonly IBenchmark[] Local =
    [
        new InitialBenchmark(), DeltaBenchmark.HalfEmpty, DeltaBenchmark.Dense, new LargeDiskBenchmark(), new ScatteredWritesBenchmark(), new ExportBenchmark(),
    ];

    private static readonly IBenchmark[] Ebs = [new EbsBenchmark()];

    private static readonly IBenchmark[] Module = [new ModuleBenchmark()];

    private static readonly IBenchmark[] Live = [new LiveDeltaBenchmark(), new GuestWriterBenchmark(), new MountBenchmark(), new FirstByteBenchmark(), new BootBenchmark()];

    private static readonly IBenchmark[] Scale = [new ScaleBenchmark(agents: 1), new ScaleBenchmark(agents: 2), new ScaleBenchmark(agents: 3)];

    private static readonly IBenchmark[] Wan = [new WanBenchmark()];

    public static async Task<int> RunAsync(string[] args)
    {
        if (BenchOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine(BenchOptions.Usage);
            return 2;
        }

        if (options.Suite == BenchOptions.ModuleSuite && !Command.IsInstalled(ShellSample.Shell))
        {
            Console.WriteLine($"Skipped: {ShellSample.Shell} is not installed, so the module was not measured.");
            return 0;
        }

        IBenchmark[] all = options.Suite switch
        {
            BenchOptions.EbsSuite => Ebs,
            BenchOptions.ModuleSuite => Module,
            BenchOptions.LiveSuite => Live,
            BenchOptions.WanSuite => Wan,
            BenchOptions.ScaleSuite => Scale,
            _ => Local,
        };
        IBenchmark[] chosen = [.. all.Where(benchmark => options.Only is null || benchmark.Name == options.Only)];
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"There is no benchmark '{options.Only}': {string.Join(", ", all.Select(benchmark => benchmark.Name))}.");
            return 2;
        }

        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("The benchmarks read /proc and run Linux tools as peers; this is not Linux.");
            return 1;
        }

        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            using var folder = BenchFolder.Create(options.Folder, options.Space);
            return await RunAsync(chosen, options, folder, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped; everything that was made is removed.");
            return 1;
        }
        catch (BenchException error)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<int> RunAsync(IBenchmark[] chosen, BenchOptions options, BenchFolder folder, CancellationToken cancellationToken)
    {
        long started = TimeProvider.System.GetTimestamp();
        Console.WriteLine($"Measuring in {folder.Path}");
        MachineFacts facts = await MachineFacts.GatherAsync(folder, cancellationToken);
        Console.WriteLine(MarkdownReport.Facts(facts));
        var results = new List<BenchmarkResult>();
        foreach (IBenchmark benchmark in chosen)
        {
            Console.WriteLine($"== {benchmark.Name}");
            var context = new BenchContext(folder.Sub(benchmark.Name), options.Rounds, options.Scale, facts);
            results.Add(await benchmark.RunAsync(context, cancellationToken));
            folder.Empty();
            Console.WriteLine(MarkdownReport.Section(results[^1]));
        }

        TimeSpan took = TimeProvider.System.GetElapsedTime(started);
        Console.WriteLine($"Took {took.TotalMinutes:F1} minutes.");
        if (options.WritesReport)
        {
            string path = ReportFile.Path(options.Suite);
            await File.WriteAllTextAsync(path, MarkdownReport.Whole(facts, options, results, took), cancellationToken);
            Console.WriteLine($"Written to {path}");
        }

        return 0;
    }
}
