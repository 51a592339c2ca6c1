using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Replication.Catalog.Entities;
using Replication.Catalog.Postgres;
using Replication.Catalog.Schema;
using Replication.Catalog.Sql;

namespace Replication.Catalog;

/// <summary>
/// Takes everything in a catalog on SQLite to an empty one on PostgreSQL, row by row as it is, versions, order of creation and audit
/// trail included. One transaction at the destination, which is committed when every table there hashes to the same as here; nobody
/// writes to the source meanwhile. The source then says where everything is and takes nothing any more.
/// </summary>
public static class CatalogMove
{
    private static readonly string[] EntityColumns = ["created", "id", "name", "name_key", "owner_id", "state", "version", "body", "updated_at"];
    private static readonly string[] AuditColumns = ["seq", "at", "actor", "verb", "target", "outcome", "detail"];

    private static IEnumerable<(string Table, string[] Columns)> Tables =>
        EntityTable.Kinds.Select(kind => (kind, EntityColumns)).Append(("audit", AuditColumns));

    /// <summary>Copies what is not there already. Killed at any point it can be repeated.</summary>
    /// <returns>Rows of the catalog.</returns>
    /// <exception cref="Core.Errors.CatalogException">CatalogNotEmpty, CatalogCorrupt.</exception>
    public static Task<long> RunAsync(
        SqliteCatalog source, PostgresCatalog destination, PostgresAddress address, CancellationToken cancellationToken = default) =>
        source.UseConnectionAsync(
            async from =>
            {
                await using SqlTransaction reading = await SqlTransaction.BeginAsync(from, source.Dialect.BeginWrite, cancellationToken);
                long rows = await destination.UseConnectionAsync(to => CopyAsync(from, to, destination.Dialect, cancellationToken), cancellationToken);
                await Migrator.RetireAsync(from, address.ToString());
                await reading.CommitAsync();
                return rows;
            },
            cancellationToken);

    private static async Task<long> CopyAsync(DbConnection from, DbConnection to, ISqlDialect dialect, CancellationToken cancellationToken)
    {
        await using SqlTransaction transaction = await SqlTransaction.BeginAsync(to, dialect.BeginSchemaChange, cancellationToken);
        long rows = 0;
        foreach ((string table, string[] columns) in Tables)
        {
            long present = await CountAsync(to, table, cancellationToken);
            // What an earlier move has brought counts when it is all of it.
            string copied = present == 0
                ? await CopyTableAsync(from, to, table, columns, cancellationToken)
                : await HashAsync(from, table, columns, cancellationToken);
            string found = await HashAsync(to, table, columns, cancellationToken);
            if (copied != found)
            {
                throw present > 0 ? CatalogErrors.NotEmpty(dialect, table, present)
                    : CatalogErrors.Corrupt(dialect, $"{dialect.Target}: {table}", $"After copying it hashes to {found}, and to {copied} where it came from.");
            }

            await CountOnAsync(to, table, columns[0], cancellationToken);
            rows += await CountAsync(to, table, cancellationToken);
        }

        await transaction.CommitAsync();
        return rows;
    }

    private static async Task<long> CountAsync(DbConnection connection, string table, CancellationToken cancellationToken)
    {
        await using DbCommand command = connection.Command($"SELECT count(*) FROM \"{table}\"");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<string> CopyTableAsync(
        DbConnection from, DbConnection to, string table, string[] columns, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using DbCommand select = from.Command(Select(table, columns));
        await using DbDataReader reader = await select.ExecuteReaderAsync(cancellationToken);
        string insert = $"INSERT INTO \"{table}\" ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => $"@{column}"))})";
        while (await reader.ReadAsync(cancellationToken))
        {
            (string, object?)[] values = [.. columns.Select((column, index) => ($"@{column}", reader.IsDBNull(index) ? null : reader.GetValue(index)))];
            Append(hash, values.Select(value => value.Item2));
            await using DbCommand command = to.Command(insert, values);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<string> HashAsync(DbConnection connection, string table, string[] columns, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using DbCommand select = connection.Command(Select(table, columns));
        await using DbDataReader reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) Append(hash, columns.Select((_, index) => reader.IsDBNull(index) ? null : reader.GetValue(index)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What is inserted next comes after what was copied.</summary>
    private static async Task CountOnAsync(DbConnection to, string table, string column, CancellationToken cancellationToken)
    {
        await using DbCommand command = to.Command(
            $"SELECT setval(pg_get_serial_sequence(@table, @column), coalesce((SELECT max({column}) FROM \"{table}\"), 1), (SELECT count(*) > 0 FROM \"{table}\"))",
            ("@table", $"\"{table}\""), ("@column", column));
        await command.ExecuteScalarAsync(cancellationToken);
    }

    private static string Select(string table, string[] columns) => $"SELECT {string.Join(", ", columns)} FROM \"{table}\" ORDER BY {columns[0]}";

    /// <summary>Each value with its length, so that no two rows look alike by where one value ends.</summary>
    private static void Append(IncrementalHash hash, IEnumerable<object?> values)
    {
        foreach (object? value in values)
        {
            byte[] text = Encoding.UTF8.GetBytes(value is null ? "" : FormattableString.Invariant($"{value}"));
            hash.AppendData(BitConverter.GetBytes(value is null ? -1 : text.Length));
            hash.AppendData(text);
        }
    }
}
