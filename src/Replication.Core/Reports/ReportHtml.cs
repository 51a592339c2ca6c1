using System.Globalization;
using System.Net;
using System.Text;
using Replication.Core.Health;

namespace Replication.Core.Reports;

/// <summary>One page without script, fonts or pictures from elsewhere: it is read years later, on paper too.</summary>
internal static class ReportHtml
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}"
        + "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d0d7de;vertical-align:top}"
        + "th{font-weight:600}.Normal{color:#116329}.Warning{color:#7d4e00}.Critical,.Unknown{color:#a40e26}.id{font-family:ui-monospace,monospace;font-size:.85em;word-break:break-all}"
        + "@media print{body{margin:0;max-width:none}h2{break-before:page}}";

    public static string Write(ReplicationReport report)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append("<title>Replication report</title><style>").Append(Style).Append("</style></head><body>\n<h1>Replication report</h1>\n<p>")
            .Append(Text(Time(report.At))).Append(", ").Append(report.VMs.Count).Append(" VM(s). All times are UTC.</p>\n");
        Table(
            html, report.VMs, ("VM", vm => Text(vm.Name)), ("Group", vm => Text(vm.Group)), ("Health", Health), ("RPO", vm => Text(Duration(vm.Health?.RpoAge))),
            ("Worst RPO", vm => Text(Duration(vm.Health?.MaximumRpoAge))), ("Allowed", vm => Text(Duration(vm.Health?.RpoThreshold))),
            ("Missed cycles", vm => vm.Health is { } health ? string.Create(CultureInfo.InvariantCulture, $"{health.Cycles.Missed} of {health.Cycles.Total}") : "-"),
            ("Points", vm => vm.Points.Count.ToString(CultureInfo.InvariantCulture)), ("Evidence", Evidence));
        foreach (ReportedVM vm in report.VMs) Write(html, vm);
        return html.Append("</body></html>\n").ToString();
    }

    private static void Write(StringBuilder html, ReportedVM vm)
    {
        html.Append("<h2>").Append(Text(vm.Name)).Append("</h2>\n<p class=\"id\">").Append(Text(vm.Id)).Append("</p>\n");
        if (vm.Problem is { } problem) html.Append("<p class=\"Unknown\">").Append(Text(problem)).Append("</p>\n");
        if (vm.Health is not { } health) return;
        foreach (HealthFinding finding in health.Findings)
            html.Append("<p class=\"").Append(finding.State).Append("\">").Append(Text($"{finding.State}: {finding.Text}")).Append("</p>\n");
        html.Append("<h3>RPO violations since ").Append(Text(Time(health.MonitoringStartTime))).Append("</h3>\n");
        Table(html, health.Violations, ("From", window => Text(Time(window.From))), ("To", window => Text(Time(window.To))), ("Oldest", window => Text(Duration(window.MaximumAge))));
        html.Append("<h3>Recovery points</h3>\n");
        Table(
            html, vm.Points, ("Captured", point => Text(Time(point.SourceTime))), ("Arrived", point => Text(Time(point.AcceptedTime))),
            ("Took", point => Text(Duration(point.Latency))), ("Consistency", point => Text(point.Consistency.ToString())),
            ("Verified", point => Text(point.Verification.ToString())),
            ("Boots", point => point.Booted switch { true => "yes", false => "no", null => "-" }), ("Id", point => $"<span class=\"id\">{Text(point.Id)}</span>"));
        html.Append("<h3>Drills and failovers</h3>\n");
        Table(
            html, vm.Drills, ("At", drill => Text(Time(drill.At))), ("What", drill => Text(drill.Kind.ToString())), ("Outcome", drill => Text(drill.Outcome)),
            ("Point", drill => $"<span class=\"id\">{Text(drill.PointId ?? "-")}</span>"));
        if (vm.Evidence is not { } evidence) return;
        html.Append("<h3>Evidence</h3>\n<p>").Append(evidence.Entries).Append(" entries, head <span class=\"id\">").Append(Text(evidence.Head ?? "-"))
            .Append("</span>, signed with <span class=\"id\">").Append(Text(string.Join(", ", evidence.Keys))).Append("</span></p>\n");
        foreach (var finding in evidence.Findings) html.Append("<p class=\"Critical\">").Append(Text($"{finding.Id}: {finding.Text}")).Append("</p>\n");
    }

    private static void Table<T>(StringBuilder html, IReadOnlyList<T> rows, params (string Header, Func<T, string> Cell)[] columns)
    {
        if (rows.Count == 0)
        {
            html.Append("<p>None.</p>\n");
            return;
        }

        html.Append("<table><thead><tr>");
        foreach ((string header, _) in columns) html.Append("<th scope=\"col\">").Append(Text(header)).Append("</th>");
        html.Append("</tr></thead><tbody>\n");
        foreach (T row in rows)
        {
            html.Append("<tr>");
            foreach ((_, Func<T, string> cell) in columns) html.Append("<td>").Append(cell(row)).Append("</td>");
            html.Append("</tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    private static string Health(ReportedVM vm)
    {
        string state = vm.Health?.State.ToString() ?? "Unknown";
        return $"<span class=\"{state}\">{state}</span>";
    }

    private static string Evidence(ReportedVM vm) =>
        vm.Evidence is not { } evidence ? "-" : evidence.Findings.Count == 0 ? "intact" : $"<span class=\"Critical\">{evidence.Findings.Count} finding(s)</span>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan? time) => time is { } known ? known.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture) : "-";
}
