using System.Data.Common;
using Replication.Catalog.Schema;
using Replication.Catalog.Sql;
using Replication.Core.Catalog;
using Replication.Core.Errors;

namespace Replication.Catalog;

/// <summary>
/// The catalog on any database that a dialect describes. Writers of one process take turns before they meet those of
/// other processes in the database, as many at once as the database serves well; readers take no turn. Work that asks for a second transaction of the same catalog
/// would wait for itself, so that is refused.
/// </summary>
internal sealed class RelationalCatalog(
    ISqlDialect dialect, Migrator migrator, CatalogOptions options, IMaintenance maintenance) : ICatalog
{
    private readonly ConnectionPool _pool = new(dialect);

    // Never disposed: it holds no handle, and disposing it would leave those who wait for their turn waiting for ever.
#pragma warning disable CA2213
    private readonly SemaphoreSlim _writerTurn = new(dialect.ConcurrentWriters, dialect.ConcurrentWriters);
#pragma warning restore CA2213
    private readonly AsyncLocal<WorkScope?> _scope = new();
    private readonly BusyRetry _retry = new(options.TimeProvider, options.BusyTimeout);

    public async Task<T> TransactAsync<T>(
        Func<ICatalogTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        RefuseNesting();
        if (options.ReadOnly) throw CatalogErrors.OpenedReadOnly(dialect);
        if (!await _writerTurn.WaitAsync(options.BusyTimeout, cancellationToken)) throw CatalogErrors.Unavailable(dialect, inner: null);
        try
        {
            return await RetryAsync(connection => WriteOnceAsync(connection, work, cancellationToken), cancellationToken);
        }
        finally
        {
            _writerTurn.Release();
        }
    }

    public Task<T> ReadAsync<T>(Func<ICatalogReader, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        RefuseNesting();
        return RetryAsync(connection => ReadOnceAsync(connection, work, cancellationToken), cancellationToken);
    }

    /// <summary>One statement sees one state without a transaction around it.</summary>
    public Task<T?> FindAsync<T>(string id, CancellationToken cancellationToken) where T : class, ICatalogEntity
    {
        RefuseNesting();
        return RetryAsync(connection => FindOnceAsync<T>(connection, id, cancellationToken), cancellationToken);
    }

    /// <summary>Checks the schema, and creates or migrates it where that is allowed.</summary>
    public Task<bool> OpenAsync(CancellationToken cancellationToken) => RetryAsync(
        async connection =>
        {
            try
            {
                int version = await migrator.InspectAsync(connection, cancellationToken);
                if (version == 0 && (options.ReadOnly || !options.CreateIfMissing)) throw CatalogErrors.NotFound(dialect);
                if (version < migrator.Target && options.ReadOnly) throw CatalogErrors.OlderThanProgram(dialect, version, migrator.Target);
                if (options.ReadOnly) return Attempt<bool>.Done(true);
                await dialect.PrepareForWritingAsync(connection, cancellationToken);
                if (version < migrator.Target) await migrator.MigrateAsync(connection, cancellationToken);
                return Attempt<bool>.Done(true);
            }
            catch (DbException exception)
            {
                return Failed<bool>(exception);
            }
        },
        cancellationToken);

    /// <summary>Runs something that is no transaction of its own (a check, a backup, a checkpoint) on a connection.</summary>
    public Task<T> UseConnectionAsync<T>(Func<DbConnection, Task<T>> use, CancellationToken cancellationToken) => RetryAsync(
        async connection =>
        {
            try
            {
                return Attempt<T>.Done(await use(connection));
            }
            catch (DbException exception)
            {
                return Failed<T>(exception);
            }
        },
        cancellationToken);

    /// <summary>Returns when the running write has ended; those waiting for their turn get ObjectDisposedException.</summary>
    public async ValueTask DisposeAsync()
    {
        RefuseNesting();
        for (int turn = 0; turn < dialect.ConcurrentWriters; turn++) await _writerTurn.WaitAsync();
        try
        {
            await maintenance.BeforeCloseAsync();
            await maintenance.DisposeAsync();
            await _pool.DisposeAsync();
        }
        finally
        {
            _writerTurn.Release(dialect.ConcurrentWriters);
        }
    }

    private void RefuseNesting()
    {
        if (_scope.Value is { IsOpen: true })
        {
            throw new InvalidOperationException(
                "Work inside a catalog transaction cannot start another one on the same catalog: it would wait for itself. Use the transaction it was given.");
        }
    }

    private async Task<T> RetryAsync<T>(Func<DbConnection, Task<Attempt<T>>> attempt, CancellationToken cancellationToken)
    {
        Attempt<T> last = default;
        bool done = await _retry.RunAsync(
            async () =>
            {
                last = await AttemptAsync(attempt, cancellationToken);
                return last.Busy is null;
            },
            cancellationToken);
        return done ? last.Result! : throw CatalogErrors.FromDatabase(dialect, last.Busy!);
    }

    private async Task<Attempt<T>> AttemptAsync<T>(Func<DbConnection, Task<Attempt<T>>> attempt, CancellationToken cancellationToken)
    {
        DbConnection connection;
        try
        {
            connection = await _pool.RentAsync(cancellationToken);
        }
        catch (DbException exception)
        {
            return Failed<T>(exception);
        }

        bool reusable = false;
        try
        {
            Attempt<T> result = await attempt(connection);
            reusable = result.Busy is null;
            return result;
        }
        catch (ReplicationException exception) when (exception.InnerException is not DbException)
        {
            reusable = true; // A refusal (a conflict, a missing entity) says nothing against the connection.
            throw;
        }
        finally
        {
            await _pool.ReturnAsync(connection, reusable);
        }
    }

    private async Task<Attempt<T>> WriteOnceAsync<T>(
        DbConnection connection, Func<ICatalogTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        CatalogTransaction session;
        T? result = default;
        string? committing = null;
        try
        {
            await using var start = new TransactionStart(migrator, connection, dialect.BeginWrite);
            // Where one writes at a time, who has begun has the right to: it never has to give way half done.
            if (dialect.ConcurrentWriters == 1) await start.EnsureAsync(cancellationToken);
            session = new CatalogTransaction(dialect, connection, start, options.TimeProvider);
            Attempt<T> attempt = await RunWorkAsync(session, () => work(session, cancellationToken));
            if (attempt.Busy is not null) return attempt;
            result = attempt.Result;

            // Past this line the change happens: a stop that came later would report as undone what was done.
            cancellationToken.ThrowIfCancellationRequested();
            if (start.Transaction is not { } transaction) return Attempt<T>.Done(result!);
            committing = transaction.Mark;
            await transaction.CommitAsync();
        }
        catch (DbException exception)
        {
            if (committing is null || dialect.Classify(exception) != DatabaseFault.Disconnected || !await HasCommittedAsync(committing, exception))
                return Failed<T>(exception);
            return Attempt<T>.Done(result!);
        }

        await maintenance.AfterCommitAsync(connection, session.Changes);
        return Attempt<T>.Done(result!);
    }

    /// <summary>
    /// The server went away over the commit: it may have happened or not, and repeating it would do it twice. The server is asked when
    /// it is back.
    /// </summary>
    /// <exception cref="CatalogException">CatalogCommitUnknown: it did not come back in time, or cannot tell any more.</exception>
    private async Task<bool> HasCommittedAsync(string mark, DbException lost)
    {
        string? outcome = null;
        await _retry.RunAsync(
            async () =>
            {
                try
                {
                    await using DbConnection connection = await dialect.OpenAsync(CancellationToken.None);
                    await using DbCommand command = connection.Command(dialect.OutcomeOfCommit!, ("@mark", mark));
                    outcome = await command.ExecuteScalarAsync(CancellationToken.None) as string;
                    // Its session may not have noticed yet that nobody is listening any more.
                    return outcome != "in progress";
                }
                catch (DbException)
                {
                    return false;
                }
            },
            CancellationToken.None);
        return outcome switch
        {
            "committed" => true,
            "aborted" => false,
            _ => throw CatalogErrors.CommitUnknown(dialect, lost),
        };
    }

    private async Task<Attempt<T>> ReadOnceAsync<T>(
        DbConnection connection, Func<ICatalogReader, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var start = new TransactionStart(migrator, connection, dialect.BeginRead);
            var session = new CatalogReader(dialect, connection, start);
            return await RunWorkAsync(session, () => work(session, cancellationToken));
        }
        catch (DbException exception)
        {
            return Failed<T>(exception);
        }
    }

    private async Task<Attempt<T?>> FindOnceAsync<T>(DbConnection connection, string id, CancellationToken cancellationToken) where T : class, ICatalogEntity
    {
        try
        {
            var session = new CatalogReader(dialect, connection, TransactionStart.Without(migrator, connection));
            return await RunWorkAsync(session, () => session.FindAsync<T>(id, cancellationToken));
        }
        catch (DbException exception)
        {
            return Failed<T?>(exception);
        }
    }

    private async Task<Attempt<T>> RunWorkAsync<T>(CatalogReader session, Func<Task<T>> work)
    {
        var scope = new WorkScope();
        _scope.Value = scope;
        try
        {
            T result = await work();

            // Work that swallowed an error of the database must not be committed: the transaction may be gone already.
            return session.Failure is null ? Attempt<T>.Done(result) : Failed<T>(session.Failure);
        }
        catch (Exception) when (session.Failure is not null && IsToBeRepeated(session.Failure))
        {
            return Attempt<T>.Again(session.Failure);
        }
        finally
        {
            session.End();
            scope.IsOpen = false;
            _scope.Value = null;
        }
    }

    private bool IsToBeRepeated(DbException exception) => dialect.Classify(exception) is DatabaseFault.Busy or DatabaseFault.Disconnected;

    private Attempt<T> Failed<T>(DbException exception) => IsToBeRepeated(exception)
        ? Attempt<T>.Again(exception)
        : throw CatalogErrors.FromDatabase(dialect, exception);

    /// <summary>The result of one attempt, or the error that asks for another.</summary>
    private readonly record struct Attempt<T>(T? Result, DbException? Busy)
    {
        public static Attempt<T> Done(T result) => new(result, null);

        public static Attempt<T> Again(DbException busy) => new(default, busy);
    }

    /// <summary>Flows with the work, and into whatever it starts, until the work ends.</summary>
    private sealed class WorkScope
    {
        public volatile bool IsOpen = true;
    }
}
