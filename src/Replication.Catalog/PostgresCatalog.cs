using System.Data.Common;
using Replication.Catalog.Checks;
using Replication.Catalog.Postgres;
using Replication.Catalog.Schema;
using Replication.Catalog.Sql;
using Replication.Core.Catalog;

namespace Replication.Catalog;

/// <summary>
/// The catalog in a schema of a PostgreSQL database (15 or later), for several agents. A transaction that has returned is on the
/// server's disk; one whose commit got no answer is asked after before it is repeated.
/// </summary>
public sealed class PostgresCatalog : ICatalog
{
    private readonly RelationalCatalog _catalog;
    private readonly PostgresDialect _dialect;

    private PostgresCatalog(PostgresAddress address, CatalogOptions options, IReadOnlyList<Migration> migrations)
    {
        _dialect = new PostgresDialect(address, options.ReadOnly);
        _catalog = new RelationalCatalog(_dialect, new Migrator(_dialect, migrations, options.TimeProvider), options, new NoMaintenance());
    }

    /// <summary>Opens the catalog; its tables are made or migrated where the options allow it. The database and the schema must be there.</summary>
    public static Task<PostgresCatalog> OpenAsync(PostgresAddress address, CatalogOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(address, options ?? new CatalogOptions(), Migrations.All, cancellationToken);

    public Task<T> TransactAsync<T>(
        Func<ICatalogTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default) =>
        _catalog.TransactAsync(work, cancellationToken);

    public Task<T> ReadAsync<T>(Func<ICatalogReader, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default) =>
        _catalog.ReadAsync(work, cancellationToken);

    public Task<T?> FindAsync<T>(string id, CancellationToken cancellationToken = default) where T : class, ICatalogEntity =>
        _catalog.FindAsync<T>(id, cancellationToken);

    /// <summary>Reads every body and compares it with its key columns; no findings means no damage was found.</summary>
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken = default) =>
        _catalog.UseConnectionAsync(connection => BodyCheck.RunAsync(connection, cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => _catalog.DisposeAsync();

    internal static async Task<PostgresCatalog> OpenAsync(
        PostgresAddress address, CatalogOptions options, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        CatalogOptions.Require(options);
        var catalog = new PostgresCatalog(address, options, migrations);
        try
        {
            await catalog._catalog.OpenAsync(cancellationToken);
            return catalog;
        }
        catch
        {
            await catalog.DisposeAsync();
            throw;
        }
    }

    internal ISqlDialect Dialect => _dialect;

    internal Task<T> UseConnectionAsync<T>(Func<DbConnection, Task<T>> use, CancellationToken cancellationToken) =>
        _catalog.UseConnectionAsync(use, cancellationToken);
}
