using System.Data.Common;
using Replication.Catalog.Sql;
using Replication.Core.Catalog;

namespace Replication.Catalog;

/// <summary>The audit table's SQL. The database itself refuses to change or delete a row (a trigger of the schema).</summary>
internal static class AuditLog
{
    private const string Columns = "seq, at, actor, verb, target, outcome, detail";

    public static DbCommand Select(DbConnection connection, string? target, int limit) => target is null
        ? connection.Command($"SELECT {Columns} FROM audit ORDER BY seq DESC LIMIT @limit", ("@limit", limit))
        : connection.Command(
            $"SELECT {Columns} FROM audit WHERE target = @target ORDER BY seq DESC LIMIT @limit",
            ("@target", target),
            ("@limit", limit));

    public static AuditEntry Read(DbDataReader reader) => new(
        Timestamp.Parse(reader.GetString(1)), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
        reader.IsDBNull(6) ? null : reader.GetString(6));

    public static DbCommand Insert(DbConnection connection, AuditEntry entry) => connection.Command(
        "INSERT INTO audit (at, actor, verb, target, outcome, detail) VALUES (@at, @actor, @verb, @target, @outcome, @detail)",
        ("@at", Timestamp.Format(entry.At)),
        ("@actor", entry.Actor),
        ("@verb", entry.Verb),
        ("@target", entry.Target),
        ("@outcome", entry.Outcome),
        ("@detail", entry.Detail));
}
