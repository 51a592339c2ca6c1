using Replication.Agent.Service;
using Replication.Core.Health;

namespace Replication.Agent.Monitoring;

/// <summary>Looks at the health of all VMs, from the catalog alone, and queues what is to be told of it.</summary>
internal sealed class MonitorPart : IAgentPart
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    public string Name => "monitor";

    public async Task RunAsync(AgentContext context, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, context.Time);
        do
        {
            MonitoringSettings settings = await context.Service.Health.MonitoringAsync(cancellationToken);
            await context.Service.Alerts.Queue.SeeAsync(await context.Service.Health.ListKnownAsync(cancellationToken), settings.Alerts, cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
