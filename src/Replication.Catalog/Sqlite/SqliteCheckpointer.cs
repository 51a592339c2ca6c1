using System.Data.Common;
using Replication.Catalog.Sql;

namespace Replication.Catalog.Sqlite;

/// <summary>
/// Copies the write-ahead log back into the database now and then, instead of SQLite doing it after any commit.
///
/// SQLite up to 3.51.2 has a race (https://www.sqlite.org/wal.html, "the WAL-reset bug"): when a checkpoint runs while
/// another connection's commit starts the log anew, pages of the log can be taken for copied that are not, which
/// damages the database. The log can only start anew under the write lock, so the checkpoint runs on a second connection
/// while the writing connection holds that lock with an empty transaction. Readers are not held up. The checkpoint that
/// SQLite makes when the last connection closes runs under an exclusive lock and needs no help.
/// </summary>
internal sealed class SqliteCheckpointer(ISqlDialect dialect, int changesPerCheckpoint) : IMaintenance
{
    // A change dirties at most about half a dozen pages of 4 KiB (table and indexes): the log stays near 12 MiB.
    public const int DefaultChangesPerCheckpoint = 500;

    private DbConnection? _connection;
    private int _changes;

    /// <summary>Counts, and checkpoints when enough has changed.</summary>
    public async Task AfterCommitAsync(DbConnection writer, int changes)
    {
        _changes += changes;
        if (_changes >= changesPerCheckpoint) await CheckpointAsync(writer);
    }

    /// <summary>
    /// Never fails: the log holds everything that is not copied, the next attempt copies it, and an error that lasts is
    /// met by the next transaction. It is not cancelled either, for it runs behind a commit that has succeeded.
    /// </summary>
    public async Task CheckpointAsync(DbConnection writer)
    {
        try
        {
            _connection ??= await dialect.OpenAsync(CancellationToken.None);
            await using SqlTransaction turn = await SqlTransaction.BeginAsync(writer, dialect.BeginWrite, CancellationToken.None);
            await _connection.ExecuteAsync("PRAGMA wal_checkpoint(PASSIVE)", CancellationToken.None);
            _changes = 0;
        }
        catch (DbException)
        {
            if (_connection is not null) await _connection.DisposeAsync();
            _connection = null;
        }
    }

    /// <summary>Before the catalog closes: another process that keeps it open may never write, and never checkpoint.</summary>
    public async Task BeforeCloseAsync()
    {
        if (_changes == 0) return;
        try
        {
            await using DbConnection writer = await dialect.OpenAsync(CancellationToken.None);
            await CheckpointAsync(writer);
        }
        catch (DbException)
        {
            // As above: the log keeps what is not copied.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        _connection = null;
    }
}
