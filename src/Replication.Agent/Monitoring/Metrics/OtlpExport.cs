using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Replication.Core.Diagnostics;

namespace Replication.Agent.Monitoring.Metrics;

/// <summary>Sends metrics and traces to a receiver over OTLP/HTTP for as long as it lives. A receiver that is away costs nobody anything.</summary>
internal sealed class OtlpExport : IDisposable
{
    private readonly MeterProvider _meters;
    private readonly TracerProvider _traces;

    /// <param name="endpoint">Base address of the receiver; signals have the paths that OTLP gives them.</param>
    /// <param name="interval">Between two exports of metrics.</param>
    public OtlpExport(Uri endpoint, TimeSpan interval)
    {
        ResourceBuilder resource = ResourceBuilder.CreateEmpty().AddService(
            "replication", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(), serviceInstanceId: Environment.MachineName);
        _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(ReplicationMeter.Name, WorkspaceGauges.MeterName)
            .AddOtlpExporter((exporter, reader) =>
            {
                Configure(exporter, endpoint, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)interval.TotalMilliseconds;
            })
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(ReplicationMeter.Name)
            .AddOtlpExporter(exporter => Configure(exporter, endpoint, "v1/traces"))
            .Build();
    }

    /// <summary>Sends what there is, then stops.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _meters.Dispose();
    }

    private static void Configure(OtlpExporterOptions exporter, Uri endpoint, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(endpoint.AbsoluteUri.EndsWith('/') ? endpoint : new Uri(endpoint.AbsoluteUri + "/"), path);
        exporter.TimeoutMilliseconds = 5_000;
    }
}
