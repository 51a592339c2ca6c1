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
        var statements = new List<string>();
        foreach (string kind in Kinds)
        {
            statements.Add(
                $"CREATE TABLE \"{kind}\" ({dialect.IdentityColumn("created")}, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_key TEXT, "
                + "owner_id TEXT, state TEXT, version BIGINT NOT NULL CHECK (version > 0), body TEXT NOT NULL, updated_at TEXT NOT NULL)");
            statements.Add($"CREATE UNIQUE INDEX ux_{kind}_name ON \"{kind}\" ((coalesce(owner_id, '')), name_key)");
            statements.Add($"CREATE INDEX ix_{kind}_owner ON \"{kind}\" (owner_id)");
            statements.Add($"CREATE INDEX ix_{kind}_state ON \"{kind}\" (state)");
        }

        statements.Add(
            $"CREATE TABLE audit ({dialect.IdentityColumn("seq")}, at TEXT NOT NULL, actor TEXT NOT NULL, verb TEXT NOT NULL, "
            + "target TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT)");
        statements.Add("CREATE INDEX ix_audit_target ON audit (target)");
        statements.AddRange(dialect.ForbidChanges("audit"));
        return statements;
    }
}
