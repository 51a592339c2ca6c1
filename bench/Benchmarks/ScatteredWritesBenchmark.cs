using Replication.Bench.Images;
using Replication.Bench.Ours;
using Replication.Bench.Report;

namespace Replication.Bench.Benchmarks;

/// <summary>What the store takes for small writes all over a disk.</summary>
internal sealed class ScatteredWritesBenchmark : IBenchmark
{
    private const long Length = 1L << 30;
    private const int PageSize = 4096;
    private const double Changed = 0.01;

    public string Name => "scattered-writes";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        RawImage image = RawImage.Create(context.PathOf("disk.raw"), DataLayout.Dense(context.Scaled(Length)));
        Replica replica = await Replica.CreateAsync(context.PathOf("ours"), image.Path, cancellationToken);
        await replica.ReplicateAsync(cancellationToken);
        long before = replica.AllocatedBytes();
        IReadOnlyList<long> pages = image.Choose(Changed, PageSize);
        image.Overwrite(pages, PageSize, generation: 1);
        await replica.ReplicateAsync(cancellationToken);
        await replica.VerifyAsync(cancellationToken);
        long stored = replica.AllocatedBytes() - before;
        long changed = (long)pages.Count * PageSize;
        return new BenchmarkResult
        {
            Title = "Scattered small writes",
            Setup = $"{pages.Count} pages of 4 KiB, chosen at random, rewritten on a disk of {Units.Size(image.Layout.Length)}: {Units.Size(changed)}. The delta added {Units.Size(stored)} of allocated space to the store, index and all.",
            Targets = [new Target("Stored / changed bytes for 4 KiB writes over 1 % of the pages", stored / (double)changed, 20)],
            Notes = ["Limit: the grain. A page that changes alone costs its grain of 64 KiB, 16 times its size. Counted once; it does not vary with time."],
        };
    }
}
