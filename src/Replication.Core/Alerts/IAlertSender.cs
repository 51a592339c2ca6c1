namespace Replication.Core.Alerts;

/// <summary>Delivers alerts over one kind of channel.</summary>
public interface IAlertSender
{
    /// <summary>Delivers, or throws; whatever it throws is a failed attempt.</summary>
    Task SendAsync(AlertChannel channel, Alert alert, CancellationToken cancellationToken);
}
