using Replication.Bench.Running;

namespace Replication.Bench.Report;

internal sealed record BenchmarkResult
{
    public required string Title { get; init; }

    public required string Setup { get; init; }

    public IReadOnlyList<Series> Series { get; init; } = [];

    public required IReadOnlyList<Target> Targets { get; init; }

    /// <summary>Which limit holds the figure and how near it is; what else a reader must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
