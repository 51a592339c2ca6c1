using Replication.Bench.Images;
using Replication.Bench.Ours;
using Replication.Bench.Report;
using Replication.Bench.Running;
using Replication.Core.Snapshots;

namespace Replication.Bench.Benchmarks;

/// <summary>The same data on a small and on a huge sparse disk: time and memory must follow the data, not the length.</summary>
internal sealed class LargeDiskBenchmark : IBenchmark
{
    private const long SmallLength = 4L << 30;
    private const long LargeLength = 1L << 40;
    private const long Data = 1L << 30;
    private const long Run = 16L << 20;
    private const double Changed = 0.01;
    private const double MemoryLimit = 300;

    public string Name => "large-disk";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var layout = new DataLayout(context.Scaled(SmallLength), Run, SmallLength / (Data / Run));
        RawImage small = RawImage.Create(context.PathOf("small.raw"), layout);
        RawImage large = RawImage.Create(context.PathOf("large.raw"), layout.Spread(LargeLength));
        var initialSmall = new Series("initial, 4 GiB disk");
        var initialLarge = new Series("initial, 1 TiB disk");
        var deltaSmall = new Series("delta, 4 GiB disk");
        var deltaLarge = new Series("delta, 1 TiB disk");
        for (int round = 0; round < context.Rounds; round++)
        {
            context.Round(round);
            Replica ofSmall = await Replica.CreateAsync(context.PathOf("small"), small.Path, cancellationToken);
            Replica ofLarge = await Replica.CreateAsync(context.PathOf("large"), large.Path, cancellationToken);
            await RunAsync(ofSmall, initialSmall, cancellationToken);
            await RunAsync(ofLarge, initialLarge, cancellationToken);
            foreach (RawImage image in new[] { small, large }) image.Overwrite(image.Choose(Changed, BlockGeometry.BlockSize), BlockGeometry.BlockSize, round + 1);
            await RunAsync(ofSmall, deltaSmall, cancellationToken);
            await RunAsync(ofLarge, deltaLarge, cancellationToken);
            ofSmall.Delete();
            ofLarge.Delete();
        }

        return new BenchmarkResult
        {
            Title = "A disk of 1 TiB",
            Setup = $"{Units.Size(layout.DataBytes)} of data in runs of {Units.Size(Run)}, on a disk of {Units.Size(layout.Length)} and spread over one of 1 TiB; the delta is of 1 % of the blocks that hold data, found by fingerprint.",
            Series = [initialSmall, initialLarge, deltaSmall, deltaLarge],
            Targets =
            [
                new Target("Initial, 1 TiB / 4 GiB with the same data", initialLarge.Best / initialSmall.Best, 1.2),
                new Target("Delta, 1 TiB / 4 GiB with the same data", deltaLarge.Best / deltaSmall.Best, 1.2),
                new Target("Initial, 1 TiB: peak memory", initialLarge.PeakBytes / (double)(1 << 20), MemoryLimit, Unit: " MiB"),
                new Target("Delta, 1 TiB: peak memory", deltaLarge.PeakBytes / (double)(1 << 20), MemoryLimit, Unit: " MiB"),
            ],
            Notes = ["Peak memory is VmHWM of the process at its end, the largest of all rounds.", Limits.HashAndCopy(context.Facts.Speeds, layout.DataBytes, initialLarge.Best)],
        };
    }

    private static async Task RunAsync(Replica replica, Series series, CancellationToken cancellationToken)
    {
        series.Add((await replica.ReplicateAsync(cancellationToken)).Sample);
        await replica.VerifyAsync(cancellationToken);
    }
}
