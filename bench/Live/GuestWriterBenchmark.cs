using Replication.Bench.Benchmarks;
using Replication.Bench.Images;
using Replication.Bench.Ours;
using Replication.Bench.Report;
using Replication.Bench.Running;

namespace Replication.Bench.Live;

/// <summary>What a guest that writes at a fixed rate notices of being replicated all the time.</summary>
internal sealed class GuestWriterBenchmark : IBenchmark
{
    private const long Length = 4L << 30;
    private const int Size = 64 << 10;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(8);
    private const double LatencyRatio = 2;
    private const double KeptRate = 0.98;

    public string Name => "live-writer";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        const string title = "A guest that writes while it is replicated";
        if (!Command.IsInstalled(Qemu.Program)) return Qemu.NotInstalled(title);
        RawImage image = RawImage.Create(context.PathOf("disk.raw"), new DataLayout(Length, 16L << 20, 256L << 20));
        Replica replica = await Replica.CreateAsync(context.PathOf("ours"), image.Path, cancellationToken, hypervisor: "qemu");
        var deltas = new Series("delta beside the writer");
        var quiet = new List<WritingPhase>();
        var replicated = new List<WritingPhase>();
        await using (RunningVm vm = await RunningVm.StartAsync(replica, cancellationToken))
        {
            await replica.ReplicateAsync(cancellationToken);
            for (int round = 0; round < context.Rounds; round++)
            {
                context.Round(round);
                quiet.Add(await WriteAsync(vm, round, cancellationToken));
                using var ended = new CancellationTokenSource();
                Task replicating = Task.Run(
                    async () =>
                    {
                        while (!ended.IsCancellationRequested) deltas.Add((await replica.ReplicateAsync(cancellationToken)).Sample);
                    },
                    cancellationToken);
                replicated.Add(await WriteAsync(vm, round + 100, cancellationToken));
                await ended.CancelAsync();
                await replicating;
            }
        }

        await replica.ReplicateAsync(cancellationToken);
        await replica.VerifyAsync(cancellationToken);
        double before = Median(quiet.Select(phase => phase.Latency99)), during = Median(replicated.Select(phase => phase.Latency99));
        return new BenchmarkResult
        {
            Title = title,
            Setup = $"{Units.Size(Size)} at a random place every {Interval.TotalMilliseconds} ms, {Phase.TotalSeconds} s alone and {Phase.TotalSeconds} s with one replication after the other ({deltas.Samples.Count} in all). "
                + "A write takes from the monitor's command to its answer.",
            Series = [deltas],
            Targets =
            [
                new Target("p99 of the guest's writes, replicated / alone (medians of the rounds)", during / before, LatencyRatio),
                new Target("Rate of the guest's writes that is kept while it is replicated", Median(replicated.Select(phase => phase.Kept)), KeptRate, IsMaximum: false),
            ],
            Notes = [FormattableString.Invariant($"p99 alone {before * 1e3:F1} ms, replicated {during * 1e3:F1} ms. At the end the newest point is read again and compared with the disk.")],
        };
    }

    private static async Task<WritingPhase> WriteAsync(RunningVm vm, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var latencies = new List<double>();
        long begun = TimeProvider.System.GetTimestamp();
        int wanted = (int)(Phase / Interval);
        for (int number = 0; number < wanted && TimeProvider.System.GetElapsedTime(begun) < Phase; number++)
        {
            // On a fixed grid: a write that was late is followed at once by the next.
            TimeSpan wait = (Interval * number) - TimeProvider.System.GetElapsedTime(begun);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellationToken);
            long start = TimeProvider.System.GetTimestamp();
            await vm.WriteAsync(random.NextInt64(Length / Size) * Size, Size, seed + number, cancellationToken);
            latencies.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
        }

        latencies.Sort();
        return new WritingPhase(latencies[(int)(latencies.Count * 0.99)], (double)latencies.Count / wanted);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <param name="Latency99">Seconds that 99 of 100 writes stay below.</param>
    /// <param name="Kept">Writes made of those that the rate asks for.</param>
    private sealed record WritingPhase(double Latency99, double Kept);
}
