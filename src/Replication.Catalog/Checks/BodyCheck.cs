using System.Data.Common;
using System.Text.Json;
using Replication.Catalog.Entities;
using Replication.Catalog.Sql;

namespace Replication.Catalog.Checks;

/// <summary>Looks at every body: JSON that says the same as the key columns beside it.</summary>
internal static class BodyCheck
{
    // Nobody acts on the thousandth finding.
    public const int MostFindings = 100;

    public static async Task<IReadOnlyList<string>> RunAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var findings = new List<string>();
        foreach (EntityTable table in EntityTable.All) await CheckAsync(connection, table, findings, cancellationToken);
        return findings;
    }

    private static async Task CheckAsync(DbConnection connection, EntityTable table, List<string> findings, CancellationToken cancellationToken)
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
