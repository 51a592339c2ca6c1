using System.Data.Common;
using System.Text.Json;
using Replication.Catalog.Entities;
using Replication.Catalog.Sql;
using Replication.Core.Catalog;
using Replication.Core.Errors;

namespace Replication.Catalog;

/// <summary>
/// The reads of one transaction. It belongs to the work it was handed to, ends with it, and takes one call at a time.
/// After an error of the database the transaction may be gone already, so every later call repeats that error.
/// </summary>
internal class CatalogReader(ISqlDialect dialect, DbConnection connection, TransactionStart start) : ICatalogReader
{
    // A listing is checked for a stop this often: each row costs microseconds.
    private const int RowsPerStopCheck = 256;

    private int _inCall;
    private bool _ended;

    /// <summary>The error of the database that ended the transaction, if one did.</summary>
    public DbException? Failure { get; private set; }

    public void End() => _ended = true;

    public Task<T?> FindAsync<T>(string id, CancellationToken cancellationToken = default) where T : class, ICatalogEntity
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        EntityTable table = EntityTable.Of<T>();
        return CallAsync($"{table.Name}/{id}", () => FindRowAsync<T>(table, table.SelectById, [("@id", id)], cancellationToken));
    }

    public Task<T?> FindByNameAsync<T>(string name, string? ownerId = null, CancellationToken cancellationToken = default)
        where T : class, ICatalogEntity
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        EntityTable table = EntityTable.Of<T>();
        if (!T.NameIsUnique) throw new InvalidOperationException($"Names of {table.Name} are not unique; list them instead.");
        return CallAsync(
            $"{table.Name}/{name}",
            () => FindRowAsync<T>(
                table, table.SelectByName, [("@owner", ownerId ?? ""), ("@name", EntityKeys.NameKey(name))], cancellationToken));
    }

    public Task<IReadOnlyList<T>> ListAsync<T>(string? ownerId = null, string? state = null, CancellationToken cancellationToken = default)
        where T : class, ICatalogEntity
    {
        EntityTable table = EntityTable.Of<T>();
        var parameters = new List<(string, object?)>();
        if (ownerId is not null) parameters.Add(("@owner", ownerId));
        if (state is not null) parameters.Add(("@state", state));
        return CallAsync<IReadOnlyList<T>>(
            table.Name,
            async () => await ListRowsAsync<T>(
                table, table.List(ownerId is not null, state is not null), parameters.ToArray(), cancellationToken));
    }

    public Task<IReadOnlyList<T>> ListAnyAsync<T>(
        IReadOnlyCollection<string> ownerIds, IReadOnlyCollection<string> states, CancellationToken cancellationToken = default)
        where T : class, ICatalogEntity
    {
        if (ownerIds.Count == 0 || states.Count == 0) return Task.FromResult<IReadOnlyList<T>>([]);
        EntityTable table = EntityTable.Of<T>();
        (string, object?)[] parameters = [.. ownerIds.Select((id, index) => ($"@owner{index}", (object?)id)), .. states.Select((state, index) => ($"@state{index}", (object?)state))];
        return CallAsync<IReadOnlyList<T>>(
            table.Name, async () => await ListRowsAsync<T>(table, table.ListAny(ownerIds.Count, states.Count), parameters, cancellationToken));
    }

    public Task<IReadOnlyList<EntityStamp>> ListStampsAsync<T>(CancellationToken cancellationToken = default) where T : class, ICatalogEntity
    {
        EntityTable table = EntityTable.Of<T>();
        return CallAsync<IReadOnlyList<EntityStamp>>(table.Name, async () =>
        {
            await using DbCommand command = connection.Command(table.Stamps);
            await using DbDataReader reader = await start.QueryAsync(command, cancellationToken);
            var stamps = new List<EntityStamp>();
            while (await reader.ReadAsync(cancellationToken))
            {
                if (stamps.Count % RowsPerStopCheck == 0) cancellationToken.ThrowIfCancellationRequested();
                stamps.Add(Decode($"{table.Name}/{reader.GetValue(0)}", () => new EntityStamp(
                    reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetInt64(3))));
            }

            return stamps;
        });
    }

    public Task<IReadOnlyList<T>> ListPageAsync<T>(string state, int limit, string? afterId = null, CancellationToken cancellationToken = default)
        where T : class, ICatalogEntity
    {
        ArgumentException.ThrowIfNullOrEmpty(state);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        EntityTable table = EntityTable.Of<T>();
        return CallAsync<IReadOnlyList<T>>(
            table.Name,
            async () => await ListRowsAsync<T>(table, table.Page, [("@state", state), ("@after", afterId ?? ""), ("@limit", limit)], cancellationToken));
    }

    public Task<IReadOnlyList<T>> ListNewestAsync<T>(
        int limit, string? ownerId = null, string? state = null, string? name = null, int skip = 0, CancellationToken cancellationToken = default)
        where T : class, ICatalogEntity
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        EntityTable table = EntityTable.Of<T>();
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        var parameters = new List<(string, object?)> { ("@limit", limit), ("@skip", skip) };
        if (ownerId is not null) parameters.Add(("@owner", ownerId));
        if (state is not null) parameters.Add(("@state", state));
        if (name is not null) parameters.Add(("@name", name));
        return CallAsync<IReadOnlyList<T>>(
            table.Name,
            async () => await ListRowsAsync<T>(
                table, table.ListNewest(ownerId is not null, state is not null, name is not null), parameters.ToArray(), cancellationToken));
    }

    public Task<IReadOnlyList<AuditEntry>> ListAuditAsync(
        string? target = null, int limit = 1000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return CallAsync<IReadOnlyList<AuditEntry>>("audit", async () =>
        {
            await using DbCommand command = AuditLog.Select(connection, target, limit);
            await using DbDataReader reader = await start.QueryAsync(command, cancellationToken);
            var entries = new List<AuditEntry>();
            while (await reader.ReadAsync(cancellationToken))
            {
                if (entries.Count % RowsPerStopCheck == 0) cancellationToken.ThrowIfCancellationRequested();
                entries.Add(Decode($"audit/{reader.GetValue(0)}", () => AuditLog.Read(reader)));
            }

            return entries;
        });
    }

    /// <summary>Every access to the database goes through here.</summary>
    protected async Task<TResult> CallAsync<TResult>(string target, Func<Task<TResult>> call)
    {
        if (Interlocked.Exchange(ref _inCall, 1) != 0)
            throw new InvalidOperationException("A catalog transaction takes one call at a time; await each before the next.");
        try
        {
            if (_ended) throw new InvalidOperationException("The catalog transaction has ended; its reader is of no use outside the work it was handed to.");
            if (Failure is not null) throw CatalogErrors.FromDatabase(dialect, Failure, Describe(target));
            return await call();
        }
        catch (DbException exception)
        {
            // A duplicate undoes its own statement only; anything else may have undone the transaction.
            if (dialect.Classify(exception) is not (DatabaseFault.DuplicateId or DatabaseFault.DuplicateName)) Failure = exception;
            else await UndoChangeAsync();
            throw CatalogErrors.FromDatabase(dialect, exception, Describe(target));
        }
        finally
        {
            Volatile.Write(ref _inCall, 0);
        }
    }

    private async Task UndoChangeAsync()
    {
        if (dialect.UndoChange is not { } undo) return;
        try
        {
            await connection.ExecuteAsync(undo, CancellationToken.None);
        }
        catch (DbException exception)
        {
            Failure = exception;
        }
    }

    protected string Describe(string target) => $"{dialect.Target}: {target}";

    /// <summary>What is stored but cannot be understood is damage, and says which row it is.</summary>
    private TResult Decode<TResult>(string target, Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidCastException or FormatException or NotSupportedException)
        {
            throw CatalogErrors.Corrupt(dialect, Describe(target), $"The row cannot be read: {exception.Message}", exception);
        }
    }

    private async Task<T?> FindRowAsync<T>(
        EntityTable table, string sql, (string, object?)[] parameters, CancellationToken cancellationToken)
        where T : class, ICatalogEntity
    {
        List<T> found = await ListRowsAsync<T>(table, sql, parameters, cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    private async Task<List<T>> ListRowsAsync<T>(
        EntityTable table, string sql, (string, object?)[] parameters, CancellationToken cancellationToken)
        where T : class, ICatalogEntity
    {
        await using DbCommand command = connection.Command(sql, parameters);
        await using DbDataReader reader = await start.QueryAsync(command, cancellationToken);
        var entities = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (entities.Count % RowsPerStopCheck == 0) cancellationToken.ThrowIfCancellationRequested();
            entities.Add(Decode($"{table.Name}/{reader.GetValue(0)}", () => EntityJson.Read<T>(EntityRow.Read(reader))));
        }

        return entities;
    }
}
