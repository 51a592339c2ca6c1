using System.Data.Common;

namespace Replication.Catalog.Sql;

/// <summary>
/// One transaction, by the statements that begin and end it. The client library's own transaction object is not used:
/// SQLite undoes a transaction by itself when the disk is full or fails, and the object then insists on a second
/// rollback, fails, and keeps its connection from being closed.
/// </summary>
internal sealed class SqlTransaction : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private bool _committed;

    private SqlTransaction(DbConnection connection) => _connection = connection;

    public static async Task<SqlTransaction> BeginAsync(DbConnection connection, string begin, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(begin, cancellationToken);
        return new SqlTransaction(connection);
    }

    /// <summary>Not cancelled: a stop in the middle of a commit could not tell what it had stopped.</summary>
    public async Task CommitAsync()
    {
        await _connection.ExecuteAsync("COMMIT", CancellationToken.None);
        _committed = true;
    }

    /// <summary>Rolls back what was not committed. A connection on which that fails is closed, which does the same.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_committed) return;
        try
        {
            await _connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
        }
        catch (DbException)
        {
            await _connection.CloseAsync();
        }
    }
}
