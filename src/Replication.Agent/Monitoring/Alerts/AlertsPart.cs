using Microsoft.Extensions.Logging;
using Replication.Agent.Service;

namespace Replication.Agent.Monitoring.Alerts;

/// <summary>Delivers alerts for as long as the agent runs.</summary>
internal sealed class AlertsPart : IAgentPart
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public string Name => "alerts";

    public async Task RunAsync(AgentContext context, CancellationToken cancellationToken)
    {
        using var senders = new AlertSenders(context.Time);
        var delivery = new AlertDelivery(context.Service.Alerts.Queue, senders.SendAsync, context.Loggers.CreateLogger<AlertDelivery>());
        using var timer = new PeriodicTimer(Interval, context.Time);
        do await delivery.RunAsync(cancellationToken);
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
