using Replication.Catalog.Sql;

namespace Replication.Catalog.Schema;

/// <summary>The table of a kind with its indexes. Released migrations are made of this, so it never changes.</summary>
internal static class KindTable
{
    public static IReadOnlyList<string> Statements(ISqlDialect dialect, string kind) =>
    [
        $"CREATE TABLE \"{kind}\" ({dialect.IdentityColumn("created")}, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_key TEXT, "
            + "owner_id TEXT, state TEXT, version BIGINT NOT NULL CHECK (version > 0), body TEXT NOT NULL, updated_at TEXT NOT NULL)",
        $"CREATE UNIQUE INDEX ux_{kind}_name ON \"{kind}\" ((coalesce(owner_id, '')), name_key)",
        $"CREATE INDEX ix_{kind}_owner ON \"{kind}\" (owner_id)",
        $"CREATE INDEX ix_{kind}_state ON \"{kind}\" (state)",
    ];
}
