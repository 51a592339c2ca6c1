using Replication.Bench.Host;
using Replication.Core.Snapshots;

namespace Replication.Bench.Benchmarks;

/// <summary>Where, how often and how large.</summary>
internal sealed class BenchContext
{
    private readonly string _folder;
    private readonly double _scale;

    public BenchContext(string folder, int rounds, double scale, MachineFacts facts)
    {
        _folder = folder;
        _scale = scale;
        Rounds = rounds;
        Facts = facts;
        Directory.CreateDirectory(folder);
    }

    public int Rounds { get; }

    public double Scale => _scale;

    public MachineFacts Facts { get; }

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>A size that shrinks with --scale, in whole blocks.</summary>
    public long Scaled(long bytes) => Math.Max(1, (long)(bytes * _scale) / BlockGeometry.BlockSize) * BlockGeometry.BlockSize;

    public void Round(int number) => Console.WriteLine($"   round {number + 1} of {Rounds}");
}
