using System.Data.Common;
using System.Globalization;
using Replication.Catalog.Sql;
using Replication.Core.Errors;

namespace Replication.Catalog.Schema;

/// <summary>
/// Brings a catalog to the schema of the program. All missing migrations and their records are one transaction: a
/// failure in any of them leaves the catalog as it was. A catalog that is newer, or that is no catalog of ours, is
/// recognised by reading alone.
/// </summary>
internal sealed class Migrator(ISqlDialect dialect, IReadOnlyList<Migration> migrations, TimeProvider time)
{
    private const string Table = "schema_migrations";

    /// <summary>Version of a catalog whose content is elsewhere; its name says where. No program knows it, so none touches the catalog.</summary>
    private const int Retired = int.MaxValue;

    public int Target => migrations.Count;

    /// <summary>The schema version of the catalog, 0 for an empty database. Refuses what this program must not touch.</summary>
    public async Task<int> InspectAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var tables = new List<string>();
        await using (DbCommand command = connection.Command(dialect.ListTables))
        await using (DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) tables.Add(reader.GetString(0));
        }

        if (tables.Count == 0) return 0;
        if (!tables.Contains(Table, StringComparer.Ordinal))
            throw CatalogErrors.Corrupt(dialect, dialect.Target, $"The database holds other tables ({tables[0]}) and no {Table}: it is not a catalog.");
        return await VerifyRecordsAsync(connection, cancellationToken);
    }

    public async Task MigrateAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using SqlTransaction transaction = await SqlTransaction.BeginAsync(connection, dialect.BeginSchemaChange, cancellationToken);

        // Read again under the write lock: another process may have migrated since the first look.
        int version = await InspectAsync(connection, cancellationToken);
        if (version == 0)
        {
            await connection.ExecuteAsync(
                $"CREATE TABLE {Table} (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)",
                cancellationToken);
        }

        foreach (Migration migration in migrations.Skip(version)) await ApplyAsync(connection, migration, cancellationToken);
        await transaction.CommitAsync();
    }

    /// <summary>What a transaction asks before it trusts its tables.</summary>
    public static string VersionQuery => $"SELECT max(version) FROM {Table}";

    /// <summary>Refuses a catalog that another process has migrated since this one opened it.</summary>
    /// <param name="connection">For the reason.</param>
    /// <param name="answer">To <see cref="VersionQuery"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RequireVersionAsync(DbConnection connection, object answer, CancellationToken cancellationToken)
    {
        long version = answer is DBNull ? 0 : Convert.ToInt64(answer, CultureInfo.InvariantCulture);
        if (version > Target) throw await NewerAsync(connection, version, cancellationToken);
        if (version < Target) throw CatalogErrors.OlderThanProgram(dialect, version, Target);
    }

    /// <summary>Writes down that everything of this catalog is elsewhere.</summary>
    public static async Task RetireAsync(DbConnection connection, string successor)
    {
        await using DbCommand command = connection.Command(
            $"INSERT INTO {Table} (version, name, checksum, applied_at) VALUES (@version, @name, '', '')", ("@version", Retired), ("@name", successor));
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task<CatalogException> NewerAsync(DbConnection connection, long version, CancellationToken cancellationToken)
    {
        if (version != Retired) return CatalogErrors.NewerThanProgram(dialect, version, Target);
        await using DbCommand command = connection.Command($"SELECT name FROM {Table} WHERE version = @version", ("@version", Retired));
        return CatalogErrors.Moved(dialect, await command.ExecuteScalarAsync(cancellationToken) as string);
    }

    private async Task<int> VerifyRecordsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var records = new List<(long Version, string Name, string Checksum)>();
        await using (DbCommand command = connection.Command($"SELECT version, name, checksum FROM {Table} ORDER BY version"))
        await using (DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) records.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        }

        // Newer comes first: what a later program changed about its records is not this one's to judge.
        if (records.Count > 0 && records[^1].Version > Target) throw await NewerAsync(connection, records[^1].Version, cancellationToken);
        if (records.Count == 0) throw CatalogErrors.Corrupt(dialect, dialect.Target, $"{Table} is empty.");
        for (int i = 0; i < records.Count; i++)
        {
            Migration known = migrations[i];
            if (records[i].Version != known.Version)
                throw CatalogErrors.Corrupt(dialect, dialect.Target, $"{Table} lacks version {known.Version}.");
            if (records[i].Checksum != known.Checksum(dialect))
            {
                throw CatalogErrors.Corrupt(
                    dialect, dialect.Target, $"Migration {known.Version} ('{records[i].Name}') was applied with other statements than this program's.");
            }
        }

        return records.Count;
    }

    private async Task ApplyAsync(DbConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        foreach (string statement in migration.Statements(dialect)) await connection.ExecuteAsync(statement, cancellationToken);
        await using DbCommand command = connection.Command(
            $"INSERT INTO {Table} (version, name, checksum, applied_at) VALUES (@version, @name, @checksum, @now)",
            ("@version", migration.Version),
            ("@name", migration.Name),
            ("@checksum", migration.Checksum(dialect)),
            ("@now", Timestamp.Format(time.GetUtcNow())));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
