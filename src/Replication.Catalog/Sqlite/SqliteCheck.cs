using System.Data.Common;
using Replication.Catalog.Checks;
using Replication.Catalog.Sql;

namespace Replication.Catalog.Sqlite;

/// <summary>
/// Looks for damage at two heights: SQLite's own check of pages and indexes, then every body: JSON that says the same
/// as the key columns beside it.
/// </summary>
internal static class SqliteCheck
{
    public static async Task<IReadOnlyList<string>> RunAsync(
        DbConnection connection, ISqlDialect dialect, bool thorough, CancellationToken cancellationToken)
    {
        var findings = new List<string>();
        try
        {
            await CheckPagesAsync(connection, thorough, findings, cancellationToken);
            if (thorough && findings.Count == 0) findings.AddRange(await BodyCheck.RunAsync(connection, cancellationToken));
        }
        catch (DbException exception) when (dialect.Classify(exception) == DatabaseFault.Corrupt)
        {
            findings.Add(exception.Message);
        }

        return findings;
    }

    private static async Task CheckPagesAsync(
        DbConnection connection, bool thorough, List<string> findings, CancellationToken cancellationToken)
    {
        await using DbCommand command = connection.Command($"PRAGMA {(thorough ? "integrity_check" : "quick_check")}({BodyCheck.MostFindings})");
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string line = reader.GetString(0);
            if (line != "ok") findings.Add(line);
        }
    }
}
