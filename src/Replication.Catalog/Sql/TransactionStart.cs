using System.Data.Common;
using Replication.Catalog.Schema;

namespace Replication.Catalog.Sql;

/// <summary>
/// The beginning of a transaction, and the check that its catalog is still of this program's version. Both go to the database together with the first
/// statement: a transaction costs what its round trips cost, and most are three statements long. One that never asks for anything is never begun.
/// </summary>
/// <param name="migrator">Knows the version.</param>
/// <param name="connection">Where.</param>
/// <param name="begin">Statement that begins it; null for a single query, which needs none.</param>
internal sealed class TransactionStart(Migrator migrator, DbConnection connection, string? begin) : IAsyncDisposable
{
    private SqlTransaction? _transaction;

    /// <summary>Null while nothing was asked for.</summary>
    public SqlTransaction? Transaction => _transaction;

    /// <summary>For a single query.</summary>
    public static TransactionStart Without(Migrator migrator, DbConnection connection) => new(migrator, connection, begin: null);

    /// <summary>A query as the first of its transaction, or as one of the later.</summary>
    /// <returns>A reader that stands before the rows of the query.</returns>
    public async Task<DbDataReader> QueryAsync(DbCommand command, CancellationToken cancellationToken)
    {
        if (_transaction is not null) return await command.ExecuteReaderAsync(cancellationToken);
        string query = command.CommandText;
        command.CommandText = begin is null ? $"{Migrator.VersionQuery}; {query}" : $"{begin}; {Migrator.VersionQuery}; {query}";
        // Whatever becomes of it, there may be something to roll back from here on.
        if (begin is not null) _transaction = SqlTransaction.Begun(connection);
        DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        try
        {
            await CheckAsync(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>For what is no query.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_transaction is not null) return;
        _transaction = SqlTransaction.Begun(connection);
        await using DbCommand command = connection.Command($"{begin}; {Migrator.VersionQuery}");
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await CheckAsync(reader, cancellationToken);
    }

    public ValueTask DisposeAsync() => _transaction?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The mark, where the database gives one, and the version.</summary>
    private async Task CheckAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        object answer = await ScalarAsync(reader, cancellationToken);
        if (answer is string mark)
        {
            _transaction!.Mark = mark;
            await reader.NextResultAsync(cancellationToken);
            answer = await ScalarAsync(reader, cancellationToken);
        }

        await migrator.RequireVersionAsync(connection, answer, cancellationToken);
    }

    private static async Task<object> ScalarAsync(DbDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken) ? reader.GetValue(0) : DBNull.Value;
}
