using System.Data;
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

    private SqlTransaction(DbConnection connection, string? mark)
    {
        _connection = connection;
        Mark = mark;
    }

    /// <summary>Names the transaction where the database has names for them, for when its commit gets no answer.</summary>
    public string? Mark { get; set; }

    /// <summary>One that a statement begins together with others.</summary>
    public static SqlTransaction Begun(DbConnection connection) => new(connection, mark: null);

    public static async Task<SqlTransaction> BeginAsync(DbConnection connection, string begin, CancellationToken cancellationToken)
    {
        await using DbCommand command = connection.Command(begin);
        return new SqlTransaction(connection, await command.ExecuteScalarAsync(cancellationToken) as string);
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
        // A connection that broke has rolled back.
        if (_committed || _connection.State != ConnectionState.Open) return;
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
