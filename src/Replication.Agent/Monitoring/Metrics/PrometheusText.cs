using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Replication.Agent.Monitoring.Metrics;

/// <summary>The text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<(Instrument Instrument, IReadOnlyCollection<MetricSeries> Series)> instruments)
    {
        var text = new StringBuilder();
        foreach ((Instrument instrument, IReadOnlyCollection<MetricSeries> all) in instruments)
        {
            if (all.Count == 0) continue;
            (string type, string name) = (TypeOf(instrument), NameOf(instrument));
            text.Append("# HELP ").Append(name).Append(' ').Append(Escape(instrument.Description ?? "", quote: false)).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
            foreach (MetricSeries series in all)
            {
                if (type == "histogram") Histogram(text, name, series);
                else Sample(text, name, series.Tags, series.Value);
            }
        }

        return text.ToString();
    }

    /// <summary>Units are part of names, counters end in "_total": "replication.sent" in bytes is replication_sent_bytes_total.</summary>
    public static string NameOf(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_') + instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", "By/s" => "_bytes_per_second", _ => "" };
        return TypeOf(instrument) == "counter" ? name + "_total" : name;
    }

    private static string TypeOf(Instrument instrument)
    {
        Type kind = instrument.GetType().GetGenericTypeDefinition();
        return kind == typeof(Counter<>) ? "counter" : kind == typeof(Histogram<>) ? "histogram" : "gauge";
    }

    private static void Histogram(StringBuilder text, string name, MetricSeries series)
    {
        foreach ((double bound, long count) in series.Cumulative())
            Sample(text, name + "_bucket", [.. series.Tags, new("le", double.IsInfinity(bound) ? "+Inf" : bound.ToString("R", CultureInfo.InvariantCulture))], count);
        Sample(text, name + "_sum", series.Tags, series.Value);
        Sample(text, name + "_count", series.Tags, series.Count);
    }

    private static void Sample(StringBuilder text, string name, IReadOnlyList<KeyValuePair<string, string>> tags, double value)
    {
        text.Append(name);
        if (tags.Count > 0)
            text.Append('{').AppendJoin(',', tags.Select(tag => $"{tag.Key.Replace('.', '_')}=\"{Escape(tag.Value, quote: true)}\"")).Append('}');
        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escape(string text, bool quote)
    {
        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quote ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
