using System.Diagnostics.Metrics;

namespace Replication.Agent.Monitoring.Metrics;

/// <summary>Listens to the meters of this program and keeps what they said, for whoever asks.</summary>
internal sealed class MetricRegistry : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (Instrument Instrument, Dictionary<string, MetricSeries> Series)> _instruments = new(StringComparer.Ordinal);

    /// <param name="listensTo">Which meters.</param>
    public MetricRegistry(Func<Meter, bool> listensTo)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (listensTo(instrument.Meter)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Asks the gauges and writes everything in the text format of Prometheus.</summary>
    public string Write()
    {
        lock (_gate)
        {
            // What a gauge does not say any more is gone, such as a VM that was removed.
            foreach ((Instrument instrument, var series) in _instruments.Values)
            {
                if (instrument.IsObservable) series.Clear();
            }
        }

        _listener.RecordObservableInstruments();
        lock (_gate) return PrometheusText.Write(_instruments.Values.Select(known => (known.Instrument, (IReadOnlyCollection<MetricSeries>)known.Series.Values)));
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var list = new List<KeyValuePair<string, string>>(tags.Length);
        foreach (KeyValuePair<string, object?> tag in tags) list.Add(new(tag.Key, Convert.ToString(tag.Value, System.Globalization.CultureInfo.InvariantCulture) ?? ""));
        string key = string.Join('\0', list.Select(tag => $"{tag.Key}\0{tag.Value}"));
        lock (_gate)
        {
            if (!_instruments.TryGetValue(instrument.Name, out var known)) _instruments.Add(instrument.Name, known = (instrument, []));
            if (!known.Series.TryGetValue(key, out MetricSeries? series)) known.Series.Add(key, series = new MetricSeries(list));
            series.Take(instrument, value);
        }
    }
}
