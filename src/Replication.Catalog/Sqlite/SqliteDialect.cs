using System.Data.Common;
using Microsoft.Data.Sqlite;
using Replication.Catalog.Sql;
using Replication.Core.Errors;
using SQLitePCL;

namespace Replication.Catalog.Sqlite;

/// <summary>
/// SQLite in WAL mode with synchronous=FULL: a commit is one append to the log followed by fsync, so a committed
/// transaction survives a power loss, and readers see the last commit without waiting for anybody.
/// </summary>
internal sealed class SqliteDialect(string path, CatalogOptions options, SqliteSettings settings) : ISqlDialect
{
    // SQLite waits inside the library, where nobody can cancel; the longer wait is BusyRetry's, which can be cancelled.
    private const int NativeBusyMilliseconds = 250;

    // The ADO.NET layer polls for this long on top (its unit is a second and 0 means for ever).
    private const int CommandTimeoutSeconds = 1;

    // Largest row that is read: the longest body, its keys, and the five texts of an audit entry. A damaged length never allocates more.
    private const int LargestRow = (5 * CatalogTransaction.LongestTextInBytes) + (64 << 10);

    // After a checkpoint the log is cut back to this, so that one huge transaction does not keep the disk for ever.
    private const int KeptLogBytes = 16 << 20;

    // Until the schema is known to be ours, closing must not copy the log back: a newer program's catalog is not touched.
    private volatile bool _accepted;

    static SqliteDialect() => Batteries_V2.Init();

    public string Target => path;

    /// <summary>The file has one; who waits does so without asking it again and again.</summary>
    public int ConcurrentWriters => 1;

    /// <summary>One writer and the readers of a dashboard.</summary>
    public int IdleConnections => 4;

    public string RecoveryAdvice =>
        "Keep the damaged file (with its -wal and -shm) aside and restore a backup, or start with an empty workspace and recover from the manifests at the destination.";

    public string ListTables => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";

    public string BeginWrite => "BEGIN IMMEDIATE";

    public string BeginSchemaChange => BeginWrite;

    public string? OutcomeOfCommit => null;

    public string? UndoChange => null;

    public string BeginRead => "BEGIN DEFERRED";

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = settings.Vfs is null ? path : $"file:{Uri.EscapeDataString(path)}?vfs={Uri.EscapeDataString(settings.Vfs)}",
            Mode = options.ReadOnly ? SqliteOpenMode.ReadOnly : options.CreateIfMissing ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false, // RelationalCatalog keeps its own, whose settings are known.
            DefaultTimeout = CommandTimeoutSeconds,
        }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_LENGTH, LargestRow);
            CheckpointOnClose(connection, _accepted);

            // trusted_schema: a schema planted in the file cannot call functions. wal_autocheckpoint: see SqliteCheckpointer.
            await connection.ExecuteAsync(
                $"PRAGMA busy_timeout = {NativeBusyMilliseconds}; PRAGMA synchronous = {settings.Synchronous}; PRAGMA foreign_keys = ON; "
                + $"PRAGMA trusted_schema = OFF; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = {KeptLogBytes}",
                cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task PrepareForWritingAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using DbCommand command = connection.Command("PRAGMA journal_mode = WAL");
        if (await command.ExecuteScalarAsync(cancellationToken) is not "wal")
        {
            throw new CatalogException(
                "CatalogInaccessible", path, "The file system does not support SQLite's write-ahead log.", "A folder on a local disk.");
        }

        CheckpointOnClose((SqliteConnection)connection, true);
        _accepted = true;
    }

    public string Change(string statement) => statement;

    public string IdentityColumn(string name) => $"{name} INTEGER PRIMARY KEY AUTOINCREMENT";

    public IReadOnlyList<string> ForbidChanges(string table) =>
    [
        $"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        $"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    ];

    public DatabaseFault Classify(DbException exception) => SqliteFaults.Classify(exception);

    private static void CheckpointOnClose(SqliteConnection connection, bool on) =>
        raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on ? 0 : 1, out _);
}
