using Microsoft.Extensions.Logging;
using Replication.Agent.Service;
using Replication.Core.Diagnostics;
using Replication.Core.Health;

namespace Replication.Agent.Monitoring.Metrics;

/// <summary>Serves and sends metrics where the settings say so; both are off by default. A change of the settings is taken up without a restart.</summary>
internal sealed partial class MetricsPart : IAgentPart
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    public string Name => "metrics";

    public async Task RunAsync(AgentContext context, CancellationToken cancellationToken)
    {
        using var gauges = new WorkspaceGauges(context.Service, context.Time);
        using var registry = new MetricRegistry(meter => gauges.Owns(meter) || meter.Name == ReplicationMeter.Name);
        while (true)
        {
            MonitoringSettings settings = await context.Service.Health.MonitoringAsync(cancellationToken);
            await ServeAsync(context, settings, gauges, registry, cancellationToken);
        }
    }

    /// <summary>Until other settings are found.</summary>
    private static async Task ServeAsync(
        AgentContext context, MonitoringSettings settings, WorkspaceGauges gauges, MetricRegistry registry, CancellationToken cancellationToken)
    {
        await using MetricsEndpoint? endpoint = settings.MetricsAddress is { } address
            ? await MetricsEndpoint.StartAsync(address, registry.Write, cancellationToken) : null;
        using OtlpExport? export = settings.OtlpEndpoint is { } receiver ? new OtlpExport(new Uri(receiver), Interval) : null;
        if (endpoint is not null) LogServed(context.Loggers.CreateLogger<MetricsPart>(), endpoint.Address);
        using var timer = new PeriodicTimer(Interval, context.Time);
        do
        {
            MonitoringSettings present = await context.Service.Health.MonitoringAsync(cancellationToken);
            if (present.MetricsAddress != settings.MetricsAddress || present.OtlpEndpoint != settings.OtlpEndpoint) return;
            if (endpoint is not null || export is not null) await gauges.ReadAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    [LoggerMessage(1, LogLevel.Information, "Metrics are served at {Address}metrics.")]
    private static partial void LogServed(ILogger log, Uri address);
}
