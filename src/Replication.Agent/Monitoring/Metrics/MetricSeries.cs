using System.Diagnostics.Metrics;

namespace Replication.Agent.Monitoring.Metrics;

/// <summary>What came of one instrument with one set of tags.</summary>
internal sealed class MetricSeries(IReadOnlyList<KeyValuePair<string, string>> tags)
{
    /// <summary>Seconds: from a small delta to an initial copy of days.</summary>
    public static readonly IReadOnlyList<double> Bounds = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14400, 86400];

    private readonly long[] _buckets = new long[Bounds.Count + 1];

    public IReadOnlyList<KeyValuePair<string, string>> Tags => tags;

    /// <summary>Sum of a counter or histogram, value of a gauge.</summary>
    public double Value { get; private set; }

    public long Count { get; private set; }

    /// <summary>Measurements of at most each bound, and of any size, counted up.</summary>
    public IEnumerable<(double Bound, long Count)> Cumulative()
    {
        long sum = 0;
        for (int i = 0; i < _buckets.Length; i++) yield return (i < Bounds.Count ? Bounds[i] : double.PositiveInfinity, sum += _buckets[i]);
    }

    public void Take(Instrument instrument, double measurement)
    {
        if (instrument.IsObservable) Value = measurement;
        else Value += measurement;
        Count++;
        int bucket = 0;
        while (bucket < Bounds.Count && measurement > Bounds[bucket]) bucket++;
        _buckets[bucket]++;
    }
}
