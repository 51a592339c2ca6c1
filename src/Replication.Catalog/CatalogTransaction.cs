using System.Data.Common;
using System.Text;
using System.Text.Json;
using Replication.Catalog.Entities;
using Replication.Catalog.Sql;
using Replication.Core.Catalog;
using Replication.Core.Errors;

namespace Replication.Catalog;

/// <summary>The reads and writes of one transaction.</summary>
internal sealed class CatalogTransaction(ISqlDialect dialect, DbConnection connection, TransactionStart start, TimeProvider time)
    : CatalogReader(dialect, connection, start), ICatalogTransaction
{
    /// <summary>Longest body or text. Entities take kilobytes; what is larger is data that belongs into a store.</summary>
    public const int LongestTextInBytes = 16 << 20;

    private const int MostBytesPerChar = 3; // UTF-8; a surrogate pair is two chars and four bytes.

    private readonly ISqlDialect _dialect = dialect;
    private readonly DbConnection _connection = connection;
    private readonly TransactionStart _start = start;

    /// <summary>How many rows this transaction has written.</summary>
    public int Changes { get; private set; }

    public Task<T> InsertAsync<T>(T entity, CancellationToken cancellationToken = default) where T : class, ICatalogEntity
    {
        EntityTable table = EntityTable.Of<T>();
        T stored = Stored(entity, version: 1, out string body);
        string target = $"{table.Name}/{stored.Id} ('{stored.Name}')";
        RequireStorable(target, body);
        return CallAsync(target, async () =>
        {
            await _start.EnsureAsync(cancellationToken);
            await using DbCommand command = Command(_dialect.Change(table.Insert), stored, body, stored.Version);
            await command.ExecuteNonQueryAsync(cancellationToken);
            Changes++;
            return stored;
        });
    }

    public Task<T> UpdateAsync<T>(T entity, CancellationToken cancellationToken = default) where T : class, ICatalogEntity
    {
        EntityTable table = EntityTable.Of<T>();
        T stored = Stored(entity, entity.Version + 1, out string body);
        string target = $"{table.Name}/{stored.Id} ('{stored.Name}')";
        RequireStorable(target, body);
        return CallAsync(target, async () =>
        {
            await _start.EnsureAsync(cancellationToken);
            // Without a name to be unique nothing can be a duplicate that would have to be undone by itself.
            await using DbCommand command = Command(T.NameIsUnique ? _dialect.Change(table.Update) : table.Update, stored, body, entity.Version);
            await RequireOneRowAsync(command, table, entity, target, cancellationToken);
            return stored;
        });
    }

    public Task DeleteAsync<T>(T entity, CancellationToken cancellationToken = default) where T : class, ICatalogEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        EntityTable table = EntityTable.Of<T>();
        string target = $"{table.Name}/{entity.Id} ('{entity.Name}')";
        return CallAsync(target, async () =>
        {
            await _start.EnsureAsync(cancellationToken);
            await using DbCommand command = _connection.Command(
            table.Delete, ("@id", entity.Id), ("@version", entity.Version));
            await RequireOneRowAsync(command, table, entity, target, cancellationToken);
            return true;
        });
    }

    public Task AppendAuditAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        foreach (string? text in new[] { entry.Actor, entry.Verb, entry.Target, entry.Outcome, entry.Detail }) RequireStorable("audit", text);
        return CallAsync("audit", async () =>
        {
            await _start.EnsureAsync(cancellationToken);
            await using DbCommand command = AuditLog.Insert(_connection, entry);
            await command.ExecuteNonQueryAsync(cancellationToken);
            Changes++;
            return true;
        });
    }

    /// <summary>
    /// The entity as it will be stored, and its body. The body is read back before it is written: an entity that could
    /// never be read again is refused now, by the code that made it, and not on the day somebody needs it.
    /// </summary>
    private static T Stored<T>(T entity, long version, out string body) where T : class, ICatalogEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        EntityKeys.Require(entity);
        var stored = (T)entity.WithVersion(version);
        try
        {
            body = EntityJson.Write(stored);
            EntityJson.Read<T>(new EntityRow(entity.Id, entity.Name, entity.OwnerId, entity.State, version, body));
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new ArgumentException($"{typeof(T).Name} '{entity.Id}' would not be readable again: {exception.Message}", nameof(entity), exception);
        }

        return stored;
    }

    /// <summary>Checked here, for the SQLite client stores null, and says nothing, where a text is too long for the database.</summary>
    private void RequireStorable(string target, string? text)
    {
        if (text is null || text.Length <= LongestTextInBytes / MostBytesPerChar) return;
        long bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > LongestTextInBytes) throw CatalogErrors.TooLarge(Describe(target), bytes, LongestTextInBytes);
    }

    private DbCommand Command<T>(string sql, T stored, string body, long given) where T : class, ICatalogEntity => _connection.Command(
            sql,
        ("@id", stored.Id),
        ("@name", stored.Name),
        ("@name_key", EntityKeys.NameKey(stored)),
        ("@owner", stored.OwnerId),
        ("@state", stored.State),
        ("@body", body),
        ("@now", Timestamp.Format(time.GetUtcNow())),
        ("@version", given));

    private async Task RequireOneRowAsync<T>(
        DbCommand change, EntityTable table, T entity, string target, CancellationToken cancellationToken)
        where T : class, ICatalogEntity
    {
        if (await change.ExecuteNonQueryAsync(cancellationToken) == 1)
        {
            Changes++;
            return;
        }

        await using DbCommand command = _connection.Command(table.SelectVersion, ("@id", entity.Id));
        throw await command.ExecuteScalarAsync(cancellationToken) is long found
            ? CatalogErrors.Conflict(Describe(target), found, entity.Version)
            : CatalogErrors.EntityNotFound(Describe(target));
    }
}
