using System.Data.Common;
using System.Text.Json;
using Replication.Catalog.Entities;
using Replication.Catalog.Sql;

namespace Replication.Catalog.Sqlite;

/// <summary>
/// Looks for damage at two heights: SQLite's own check of pages and indexes, then every body: JSON that says the same
/// as the key columns beside it.
/// </summary>
internal static class SqliteCheck
{
    // Nobody acts on the thousandth finding; a damaged file can produce one per page.
    private const int MostFindings = 100;

    public static async Task<IReadOnlyList<string>> RunAsync(
        DbConnection connection, ISqlDialect dialect, bool thorough, CancellationToken cancellationToken)
    {
        var findings = new List<string>();
        try
        {
            await CheckPagesAsync(connection, thorough, findings, cancellationToken);
            foreach (EntityTable table in thorough && findings.Count == 0 ? EntityTable.All : [])
                await CheckBodiesAsync(connection, table, findings, cancellationToken);
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
        await using DbCommand command = connection.Command($"PRAGMA {(thorough ? "integrity_check" : "quick_check")}({MostFindings})");
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string line = reader.GetString(0);
            if (line != "ok") findings.Add(line);
        }
    }

    private static async Task CheckBodiesAsync(
        DbConnection connection, EntityTable table, List<string> findings, CancellationToken cancellationToken)
    {
        await using DbCommand command = connection.Command(table.List(byOwner: false, byState: false));
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (findings.Count < MostFindings && await reader.ReadAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                EntityJson.RequireAgreement(EntityRow.Read(reader));
            }
            catch (Exception exception) when (exception is JsonException or InvalidCastException)
            {
                findings.Add($"{table.Name}/{reader.GetValue(0)}: {exception.Message}");
            }
        }
    }
}
