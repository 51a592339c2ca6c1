using System.Text.Json;
using Replication.Core.Alerts;
using Replication.Core.Serialization;

namespace Replication.Agent.Monitoring.Alerts;

/// <summary>An alert as programs get it (docs/health.md).</summary>
internal static class AlertDocument
{
    public static byte[] Write(Alert alert) => JsonSerializer.SerializeToUtf8Bytes(
        new Document(
            1, alert.Id, alert.Reason.ToString(), alert.At, alert.VMId, alert.VMName, alert.GroupName, alert.Health.ToString(), alert.Before.ToString(),
            alert.RpoAge?.TotalSeconds, alert.Details, alert.Subject),
        ReplicationJson.Compact);

    /// <summary>The same for people.</summary>
    public static string Text(Alert alert)
    {
        var lines = new List<string> { alert.Subject, "" };
        lines.AddRange(alert.Details);
        if (alert.Reason == AlertReason.Recovered) lines.Add($"Replication is well again; it was {alert.Before}.");
        if (alert.RpoAge is { } age) lines.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The newest recovery point is {age:d\\.hh\\:mm\\:ss} old."));
        lines.Add("");
        lines.Add($"Seen at {alert.At.UtcDateTime:u}. Details: replication vm list");
        return string.Join("\n", lines);
    }

    private sealed record Document(
        int Format, string Id, string Reason, DateTimeOffset At, string? VMId, string VM, string Group, string Health, string Before, double? RpoAgeSeconds,
        IReadOnlyList<string> Details, string Subject);
}
