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

    /// <summary>Thirty times as often as the shortest frequency that a policy is offered with.</summary>
    private static readonly TimeSpan Frequency = TimeSpan.FromSeconds(1);
    private const double LatencyRatio = 2;
    private const double KeptRate = 0.98;

    public string Name => "live-writer";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        const string title = "A guest that writes while it is replicated";
        if (!Command.IsInstalled(Qemu.Program)) return Qemu.NotInstalled(title);
        RawImage image = RawImage.Create(context.PathOf("disk.raw"), new DataLayout(Length, 16L << 20, 256L << 20));
        Replica replica = await Replica.CreateAsync(context.PathOf("ours"), image.Path, cancellationToken, hypervisor: "qemu");
        var deltas = new Series("delta beside the writer, one a second");
        var incessant = new Series("delta beside the writer, one after the other");
        var quiet = new List<WritingPhase>();
        var replicated = new List<WritingPhase>();
        var pressed = new List<WritingPhase>();
        await using (RunningVm vm = await RunningVm.StartAsync(replica, cancellationToken))
        {
            await replica.ReplicateAsync(cancellationToken);
            async Task BesideAsync(TimeSpan every, Series series, List<WritingPhase> phases, int seed)
            {
                foreach (Sample sample in await replica.ReplicateDuringAsync(every, async () => phases.Add(await WriteAsync(vm, seed, cancellationToken)))) series.Add(sample);
            }

            for (int round = 0; round < context.Rounds; round++)
            {
                context.Round(round);
                quiet.Add(await WriteAsync(vm, round, cancellationToken));
                await BesideAsync(Frequency, deltas, replicated, round + 100);
                await BesideAsync(TimeSpan.Zero, incessant, pressed, round + 200);
            }
        }

        await replica.ReplicateAsync(cancellationToken);
        await replica.VerifyAsync(cancellationToken);
        double before = Median(quiet), during = Median(replicated), hardest = Median(pressed);
        return new BenchmarkResult
        {
            Title = title,
            Setup = $"{Units.Size(Size)} at a random place every {Interval.TotalMilliseconds} ms: {Phase.TotalSeconds} s alone, {Phase.TotalSeconds} s with a replication begun every second, "
                + $"{Phase.TotalSeconds} s with one right after the other. Replications run in one process, as an agent's do. A write takes from the monitor's command to its answer.",
            Series = [deltas, incessant],
            Targets =
            [
                new Target("p99 of the guest's writes, replicated every second / alone (medians of the rounds)", during / before, LatencyRatio),
                new Target(
                    "Rate of the guest's writes that is kept while it is replicated",
                    replicated.Concat(pressed).Min(phase => phase.Kept), KeptRate, IsMaximum: false),
            ],
            Notes =
            [
                FormattableString.Invariant(
                    $"p99 alone {before * 1e3:F1} ms, replicated every second {during * 1e3:F1} ms, one replication after the other {hardest * 1e3:F1} ms ({hardest / before:F1}x: {incessant.Samples.Count * 1.0 / (context.Rounds * Phase.TotalSeconds):F0} a second)."),
                "At the end the newest point is read again and compared with the disk.",
            ],
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

    private static double Median(List<WritingPhase> phases) => phases.Select(phase => phase.Latency99).Order().ElementAt(phases.Count / 2);

    /// <param name="Latency99">Seconds that 99 of 100 writes stay below.</param>
    /// <param name="Kept">Writes made of those that the rate asks for.</param>
    private sealed record WritingPhase(double Latency99, double Kept);
}
