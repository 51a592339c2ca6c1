using Replication.Catalog.Sql;

namespace Replication.Catalog.Schema;

/// <summary>Version 4: how replications are monitored, who is told, and what is to be told.</summary>
internal static class MonitoringTables
{
    private static readonly string[] Kinds = ["monitoring", "alert_channels", "alert_states", "alerts"];

    public static readonly Migration Migration = new(4, "monitoring", Statements);

    private static List<string> Statements(ISqlDialect dialect) => [.. Kinds.SelectMany(kind => KindTable.Statements(dialect, kind))];
}
