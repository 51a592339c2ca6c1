using System.Text.Json;
using Replication.Core.Serialization;

namespace Replication.Core.Reports;

/// <summary>A report as text.</summary>
public static class ReportWriter
{
    public static string Write(ReplicationReport report, ReportFormat format) => format switch
    {
        ReportFormat.Json => JsonSerializer.Serialize(report, ReplicationJson.Indented),
        ReportFormat.Csv => ReportCsv.Write(report),
        _ => ReportHtml.Write(report),
    };

    /// <summary>By the end of a file's name; HTML where it says nothing.</summary>
    public static ReportFormat FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JSON" => ReportFormat.Json,
        ".CSV" => ReportFormat.Csv,
        _ => ReportFormat.Html,
    };
}
