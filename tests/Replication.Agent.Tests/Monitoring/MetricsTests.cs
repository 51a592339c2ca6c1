using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Replication.Agent.Monitoring.Metrics;
using Replication.Core.Diagnostics;

namespace Replication.Agent.Tests.Monitoring;

public sealed class MetricsTests : IDisposable
{
    private readonly Meter _meter = new("Replication.Tests");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Counters_histograms_and_gauges_are_written_as_prometheus_reads_them()
    {
        string text = Written();
        Assert.Contains("# TYPE replication_test_sent_bytes_total counter\nreplication_test_sent_bytes_total{group=\"we\\\"b\\\\\\n\"} 42\n", text, StringComparison.Ordinal);
        Assert.Contains("replication_test_time_seconds_bucket{le=\"1\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("replication_test_time_seconds_bucket{le=\"+Inf\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("replication_test_time_seconds_sum 100.75\nreplication_test_time_seconds_count 2\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE replication_test_age_seconds gauge\nreplication_test_age_seconds{vm=\"web01\"} 1.5\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_it()
    {
        string? promtool = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "promtool")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(promtool is null, "promtool (Debian package prometheus) is not installed.");
        using Process process = Process.Start(new ProcessStartInfo(promtool!, ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(Written());
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }

    [Fact]
    public void A_gauge_that_says_nothing_any_more_is_gone()
    {
        IReadOnlyList<Measurement<int>> values = [new(1, new KeyValuePair<string, object?>("vm", "web01"))];
        _meter.CreateObservableGauge("replication.test.gone", () => values);
        using var registry = new MetricRegistry(meter => meter == _meter);
        Assert.Contains("replication_test_gone{vm=\"web01\"} 1\n", registry.Write(), StringComparison.Ordinal);
        values = [];
        Assert.DoesNotContain("replication_test_gone", registry.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_endpoint_answers_one_question()
    {
        await using MetricsEndpoint endpoint = await MetricsEndpoint.StartAsync("http://127.0.0.1:0", () => "replication_up 1\n", CancellationToken.None);
        using var client = new HttpClient { BaseAddress = endpoint.Address };
        using HttpResponseMessage answer = await client.GetAsync("metrics");
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("replication_up 1\n", await answer.Content.ReadAsStringAsync());
        Assert.Equal(404, (int)(await client.GetAsync("")).StatusCode);
        Assert.Equal(404, (int)(await client.PostAsync("metrics", null)).StatusCode);
    }

    [Fact]
    public void A_receiver_of_otlp_gets_traces_of_jobs_and_steps()
    {
        using var receiver = new HttpReceiver();
        using var source = new ActivitySource(ReplicationMeter.Name);
        using (new OtlpExport(new Uri(receiver.Url), TimeSpan.FromHours(1)))
        {
            using (source.StartActivity("Replicate")) source.StartActivity("Commit/vm")!.Dispose();
        }

        Received[] requests = [.. receiver.Requests];
        Received traces = Assert.Single(requests, request => request.Path == "/v1/traces");
        Assert.Equal("application/x-protobuf", traces.Header("Content-Type"));
        // ExportTraceServiceRequest.resource_spans.scope_spans.spans.name
        Assert.Equal(["Commit/vm", "Replicate"], Protobuf.Texts(traces.Body, 1, 2, 2, 5).Order());
    }

    [Fact]
    public void A_receiver_of_otlp_gets_gauges()
    {
        using var receiver = new HttpReceiver();
        using var meter = new Meter(WorkspaceGauges.MeterName);
        meter.CreateObservableGauge("replication.test.age", () => 1.5, "s");
        using (new OtlpExport(new Uri(receiver.Url), TimeSpan.FromHours(1)))
        {
        }

        Received metrics = Assert.Single(receiver.Requests, request => request.Path == "/v1/metrics");
        // ExportMetricsServiceRequest.resource_metrics.scope_metrics.metrics.name
        Assert.Contains("replication.test.age", Protobuf.Texts(metrics.Body, 1, 2, 2, 1));
        // resource_metrics.resource.attributes.key
        Assert.Contains("service.name", Protobuf.Texts(metrics.Body, 1, 1, 1, 1));
    }

    private string Written()
    {
        Counter<long> sent = _meter.CreateCounter<long>("replication.test.sent", "By", "Bytes.");
        Histogram<double> time = _meter.CreateHistogram<double>("replication.test.time", "s", "Time.");
        _meter.CreateObservableGauge("replication.test.age", () => new Measurement<double>(1.5, new KeyValuePair<string, object?>("vm", "web01")), "s", "Age.");
        using var registry = new MetricRegistry(meter => meter == _meter);
        sent.Add(40, new KeyValuePair<string, object?>("group", "we\"b\\\n"));
        sent.Add(2, new KeyValuePair<string, object?>("group", "we\"b\\\n"));
        time.Record(0.75);
        time.Record(100);
        return registry.Write();
    }

    /// <summary>As much of the wire format as it takes to follow a path of fields.</summary>
    private static class Protobuf
    {
        public static IEnumerable<string> Texts(byte[] message, params int[] path) =>
            path.Length == 1 ? Fields(message, path[0]).Select(Encoding.UTF8.GetString) : Fields(message, path[0]).SelectMany(field => Texts(field, path[1..]));

        private static IEnumerable<byte[]> Fields(byte[] message, int number)
        {
            for (int at = 0; at < message.Length;)
            {
                ulong key = Varint(message, ref at);
                switch (key & 7)
                {
                    case 0: Varint(message, ref at); break;
                    case 1: at += 8; break;
                    case 5: at += 4; break;
                    case 2:
                        int length = (int)Varint(message, ref at);
                        if ((int)(key >> 3) == number) yield return message[at..(at + length)];
                        at += length;
                        break;
                    default: throw new InvalidDataException($"wire type {key & 7}");
                }
            }
        }

        private static ulong Varint(byte[] message, ref int at)
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte part = message[at++];
                value |= (ulong)(part & 0x7f) << shift;
                if (part < 0x80) return value;
            }
        }
    }
}
