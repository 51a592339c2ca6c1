using Replication.Core.Alerts;

namespace Replication.Agent.Monitoring.Alerts;

/// <summary>A sender for each kind of channel.</summary>
internal sealed class AlertSenders(TimeProvider time) : IDisposable
{
    private readonly WebhookSender _webhooks = new(time);
    private readonly EmailSender _emails = new();
    private readonly SystemLogSender _log = new();

    public Task SendAsync(AlertChannel channel, Alert alert, CancellationToken cancellationToken)
    {
        IAlertSender sender = channel.ChannelKind switch
        {
            AlertChannelKind.Webhook => _webhooks,
            AlertChannelKind.Email => _emails,
            AlertChannelKind.SystemLog => _log,
            _ => throw new NotSupportedException($"Channels of kind {channel.ChannelKind} are of a newer version."),
        };
        return sender.SendAsync(channel, alert, cancellationToken);
    }

    public void Dispose() => _webhooks.Dispose();
}
