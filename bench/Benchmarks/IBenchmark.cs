using Replication.Bench.Report;

namespace Replication.Bench.Benchmarks;

internal interface IBenchmark
{
    /// <summary>As --only takes it.</summary>
    string Name { get; }

    Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken);
}
