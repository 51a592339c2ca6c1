using System.Diagnostics;
using System.Runtime.Versioning;
using Replication.Core.Alerts;
using Replication.Core.Health;

namespace Replication.Agent.Monitoring.Alerts;

/// <summary>Writes an alert to the system's log: journald's own protocol on Linux, the application log on Windows.</summary>
internal sealed class SystemLogSender(string journalSocket = JournalEntry.Socket) : IAlertSender
{
    /// <summary>A source that every Windows with .NET has: making one's own takes an administrator.</summary>
    private const string WindowsSource = ".NET Runtime";
    private const int WindowsEventId = 1000;

    public Task SendAsync(AlertChannel channel, Alert alert, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows()) return JournalEntry.SendAsync(journalSocket, Fields(alert), cancellationToken);
        WriteEvent(alert);
        return Task.CompletedTask;
    }

    /// <summary>Priorities are syslog's: 2 critical, 4 warning, 5 notice.</summary>
    private static IEnumerable<(string Name, string Value)> Fields(Alert alert)
    {
        yield return ("MESSAGE", alert.Details.Count == 0 ? alert.Subject : $"{alert.Subject}: {string.Join(" ", alert.Details)}");
        yield return ("PRIORITY", alert.Health switch { HealthState.Critical => "2", HealthState.Warning => "4", _ => "5" });
        yield return ("SYSLOG_IDENTIFIER", "replication");
        yield return ("REPLICATION_ALERT_ID", alert.Id);
        yield return ("REPLICATION_REASON", alert.Reason.ToString());
        yield return ("REPLICATION_HEALTH", alert.Health.ToString());
        yield return ("REPLICATION_VM", alert.VMName);
        yield return ("REPLICATION_GROUP", alert.GroupName);
        if (alert.VMId is { } id) yield return ("REPLICATION_VM_ID", id);
    }

    [SupportedOSPlatform("windows")]
    private static void WriteEvent(Alert alert) => EventLog.WriteEntry(
        WindowsSource, AlertDocument.Text(alert),
        alert.Health switch { HealthState.Critical => EventLogEntryType.Error, HealthState.Warning => EventLogEntryType.Warning, _ => EventLogEntryType.Information },
        WindowsEventId);
}
