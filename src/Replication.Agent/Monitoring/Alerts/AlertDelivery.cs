using Microsoft.Extensions.Logging;
using Replication.Core.Alerts;

namespace Replication.Agent.Monitoring.Alerts;

/// <summary>Delivers what is due, channels one after the other: one that does not answer keeps its own messages waiting and nobody else's for long.</summary>
internal sealed partial class AlertDelivery(AlertQueue queue, Func<AlertChannel, Alert, CancellationToken, Task> send, ILogger log)
{
    /// <returns>How many were delivered.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        int delivered = 0;
        foreach (var ofChannel in (await queue.DueAsync(cancellationToken)).GroupBy(due => due.Alert.ChannelId))
        {
            foreach ((Alert alert, AlertChannel? channel) in ofChannel)
            {
                if (channel is not { Enabled: true })
                {
                    await queue.DeliveredAsync(alert, cancellationToken);
                    continue;
                }

                // Agents that share a catalog share its alerts; who has it first sends it.
                if (!await queue.ClaimAsync(alert, cancellationToken)) continue;
                if (!await TryAsync(channel, alert, cancellationToken)) break;
                delivered++;
            }
        }

        return delivered;
    }

    private async Task<bool> TryAsync(AlertChannel channel, Alert alert, CancellationToken cancellationToken)
    {
        try
        {
            await send(channel, alert, cancellationToken);
            await queue.DeliveredAsync(alert, cancellationToken);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(channel.Name, alert.Id, error.Message);
            await queue.FailedAsync(alert, error.Message, cancellationToken);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Channel {Channel} did not take alert {Alert}: {Error}")]
    private partial void LogFailed(string channel, string alert, string error);
}
