using System.Data.Common;
using Replication.Catalog.Schema;
using Replication.Catalog.Sql;
using Replication.Catalog.Sqlite;
using Replication.Core.Catalog;

namespace Replication.Catalog;

/// <summary>
/// The catalog in one SQLite file. A transaction that has returned survives a power loss; docs/catalog.md says why, and
/// describes the schema, backup and restore. Secrets do not belong in here: bodies and audit entries are plain text.
/// </summary>
public sealed class SqliteCatalog : ICatalog
{
    private readonly RelationalCatalog _catalog;
    private readonly SqliteDialect _dialect;
    private readonly string _path;

    private SqliteCatalog(string path, CatalogOptions options, SqliteSettings settings)
    {
        _path = path;
        _dialect = new SqliteDialect(path, options, settings);
        _catalog = new RelationalCatalog(
            _dialect,
            new Migrator(_dialect, settings.Migrations, options.TimeProvider),
            options,
            new SqliteCheckpointer(_dialect, settings.ChangesPerCheckpoint));
    }

    /// <summary>Opens the catalog, creating or migrating it where the options allow it. Several processes may have it open.</summary>
    public static Task<SqliteCatalog> OpenAsync(string path, CatalogOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(path, options ?? new CatalogOptions(), SqliteSettings.Default, cancellationToken);

    public Task<T> TransactAsync<T>(
        Func<ICatalogTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default) =>
        _catalog.TransactAsync(work, cancellationToken);

    public Task<T> ReadAsync<T>(Func<ICatalogReader, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default) =>
        _catalog.ReadAsync(work, cancellationToken);

    public Task<T?> FindAsync<T>(string id, CancellationToken cancellationToken = default) where T : class, ICatalogEntity =>
        _catalog.FindAsync<T>(id, cancellationToken);

    /// <summary>Looks for damage; no findings means none. The thorough check also compares every index and reads every body.</summary>
    public Task<IReadOnlyList<string>> CheckAsync(bool thorough = true, CancellationToken cancellationToken = default) =>
        _catalog.UseConnectionAsync(connection => SqliteCheck.RunAsync(connection, _dialect, thorough, cancellationToken), cancellationToken);

    /// <summary>
    /// Writes a consistent copy of the catalog as it is now to a new file, while readers and writers go on. When this
    /// returns the copy is complete, checked and on disk; before that the name does not exist.
    /// </summary>
    public Task BackupAsync(string path, CancellationToken cancellationToken = default) =>
        _catalog.UseConnectionAsync(connection => SqliteBackup.WriteAsync(connection, _dialect, Path.GetFullPath(path), cancellationToken), cancellationToken);

    /// <summary>Waits for the write that is running, then closes.</summary>
    public ValueTask DisposeAsync() => _catalog.DisposeAsync();

    internal ISqlDialect Dialect => _dialect;

    internal Task<T> UseConnectionAsync<T>(Func<DbConnection, Task<T>> use, CancellationToken cancellationToken) =>
        _catalog.UseConnectionAsync(use, cancellationToken);

    internal static async Task<SqliteCatalog> OpenAsync(
        string path, CatalogOptions options, SqliteSettings settings, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        CatalogOptions.Require(options);
        var catalog = new SqliteCatalog(Path.GetFullPath(path), options, settings);
        try
        {
            catalog.RequireUsableFile(options);
            await catalog._catalog.OpenAsync(cancellationToken);
            return catalog;
        }
        catch
        {
            await catalog.DisposeAsync();
            throw;
        }
    }

    /// <summary>SQLite takes an empty file for a new database and throws the log beside it away, which may hold everything.</summary>
    private void RequireUsableFile(CatalogOptions options)
    {
        var file = new FileInfo(_path);
        if (!file.Exists)
        {
            if (Directory.Exists(_path)) throw CatalogErrors.Corrupt(_dialect, _path, "It is a folder.");
            if (options.ReadOnly || !options.CreateIfMissing) throw CatalogErrors.NotFound(_dialect);
            return;
        }

        var log = new FileInfo(_path + "-wal");
        if (file.Length == 0 && log.Exists && log.Length > 0)
            throw CatalogErrors.Corrupt(_dialect, _path, $"The file is empty, but its log {log.FullName} holds {log.Length} bytes.");
    }
}
