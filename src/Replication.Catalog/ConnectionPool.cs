using System.Data;
using System.Data.Common;
using Replication.Catalog.Sql;

namespace Replication.Catalog;

/// <summary>Idle connections of one catalog. Opening one costs a few file operations and reads the schema anew, so a few are kept.</summary>
internal sealed class ConnectionPool(ISqlDialect dialect) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<DbConnection> _idle = new();
    private bool _disposed;

    public async Task<DbConnection> RentAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(RelationalCatalog));
            if (_idle.TryPop(out DbConnection? connection)) return connection;
        }

        return await dialect.OpenAsync(cancellationToken);
    }

    /// <summary>A connection that met an error of the database is closed: what state it is in cannot be told.</summary>
    public ValueTask ReturnAsync(DbConnection connection, bool reusable)
    {
        lock (_lock)
        {
            if (reusable && connection.State == ConnectionState.Open && !_disposed && _idle.Count < dialect.IdleConnections)
            {
                _idle.Push(connection);
                return ValueTask.CompletedTask;
            }
        }

        return connection.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        DbConnection[] idle;
        lock (_lock)
        {
            _disposed = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (DbConnection connection in idle) await connection.DisposeAsync();
    }
}
