namespace Replication.Core.Reports;

public enum ReportFormat
{
    /// <summary>One page that needs nothing else.</summary>
    Html,

    /// <summary>Everything, for programs.</summary>
    Json,

    /// <summary>A line for each VM, for spreadsheets.</summary>
    Csv,
}
