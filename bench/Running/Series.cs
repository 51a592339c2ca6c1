namespace Replication.Bench.Running;

/// <summary>The runs of one contestant over all rounds, or the reason why there are none.</summary>
internal sealed class Series(string name)
{
    private readonly List<Sample> _samples = [];

    public string Name => name;

    public IReadOnlyList<Sample> Samples => _samples;

    public string? Skipped { get; init; }

    public bool HasRun => _samples.Count > 0;

    public double Best => _samples.Min(sample => sample.Seconds);

    public double Median => _samples.Select(sample => sample.Seconds).Order().ElementAt(_samples.Count / 2);

    public double BestProcess => _samples.Min(sample => sample.ProcessSeconds);

    /// <summary>Of the best run.</summary>
    public double? BestCompile => _samples.MinBy(sample => sample.Seconds)?.CompileSeconds;

    public long? PeakBytes => _samples.Max(sample => sample.PeakBytes);

    public void Add(Sample sample) => _samples.Add(sample);
}
