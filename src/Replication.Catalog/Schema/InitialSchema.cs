using Replication.Catalog.Sql;

namespace Replication.Catalog.Schema;

/// <summary>
/// Version 1. The list of kinds is repeated here because a released migration never changes, while the list of the
/// program grows.
/// </summary>
internal static class InitialSchema
{
    private static readonly string[] Kinds =
    [
        "sites", "policies", "groups", "replicated_vms", "recovery_points", "jobs", "job_steps", "failovers", "statistics",
    ];

    public static readonly Migration Migration = new(1, "initial schema", Statements);

    private static List<string> Statements(ISqlDialect dialect)
    {
        List<string> statements = [.. Kinds.SelectMany(kind => KindTable.Statements(dialect, kind))];
        statements.Add(
            $"CREATE TABLE audit ({dialect.IdentityColumn("seq")}, at TEXT NOT NULL, actor TEXT NOT NULL, verb TEXT NOT NULL, "
            + "target TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT)");
        statements.Add("CREATE INDEX ix_audit_target ON audit (target)");
        statements.AddRange(dialect.ForbidChanges("audit"));
        return statements;
    }
}
