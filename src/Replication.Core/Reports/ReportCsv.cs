using System.Globalization;
using System.Text;

namespace Replication.Core.Reports;

/// <summary>RFC 4180: a line for each VM. Times are UTC in ISO 8601, durations seconds, sizes bytes; what is not known is empty.</summary>
internal static class ReportCsv
{
    private static readonly (string Name, Func<ReportedVM, object?> Value)[] Columns =
    [
        ("Group", vm => vm.Group), ("Name", vm => vm.Name), ("Id", vm => vm.Id), ("State", vm => vm.State), ("Health", vm => vm.Health?.State.ToString() ?? "Unknown"),
        ("Reasons", vm => vm.Problem ?? string.Join(" ", vm.Health!.Reasons)), ("RpoAge", vm => vm.Health?.RpoAge?.TotalSeconds),
        ("RpoThreshold", vm => vm.Health?.RpoThreshold.TotalSeconds), ("MaximumRpoAge", vm => vm.Health?.MaximumRpoAge?.TotalSeconds),
        ("RpoViolations", vm => vm.Health?.Violations.Count),
        ("ViolatedTime", vm => vm.Health?.Violations.Sum(window => (window.To - window.From).TotalSeconds)),
        ("MonitoringStart", vm => vm.Health is { } health ? Time(health.MonitoringStartTime) : null), ("Cycles", vm => vm.Health?.Cycles.Total),
        ("MissedCycles", vm => vm.Health?.Cycles.Missed), ("Points", vm => vm.Points.Count),
        ("NewestPoint", vm => vm.Points is [.., var newest] ? Time(newest.SourceTime) : null),
        ("LastVerified", vm => vm.Health?.LastVerified is { } proven ? Time(proven.SourceTime) : null), ("PendingBytes", vm => vm.Health?.PendingReplicationSize),
        ("Drills", vm => vm.Drills.Count), ("LastDrill", vm => vm.Drills is [.., var last] ? Time(last.At) : null),
        ("EvidenceEntries", vm => vm.Evidence?.Entries), ("EvidenceIntact", vm => vm.Evidence is { } evidence ? evidence.Findings.Count == 0 ? "true" : "false" : null),
        ("EvidenceHead", vm => vm.Evidence?.Head),
    ];

    public static string Write(ReplicationReport report)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Columns.Select(column => column.Name)).Append("\r\n");
        foreach (ReportedVM vm in report.VMs) text.AppendJoin(',', Columns.Select(column => Field(column.Value(vm)))).Append("\r\n");
        return text.ToString();
    }

    private static string Field(object? value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        // A name that a spreadsheet would take for a formula is shown as it is.
        if (value is string && text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal)) text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
