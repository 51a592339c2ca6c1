namespace Replication.Core.Catalog;

/// <summary>
/// Durable state of a workspace: what is protected, in which state, what was done and by whom. Every change happens
/// in a transaction that is on disk when <see cref="TransactAsync{T}"/> returns. Errors are
/// <see cref="Errors.CatalogException"/>: CatalogConflict (somebody changed the entity meanwhile; transient),
/// DuplicateId, DuplicateName, EntityNotFound, EntityTooLarge, CatalogUnavailable (busy; transient), CatalogReadOnly,
/// CatalogFull, CatalogInaccessible, CatalogNotFound, CatalogOlderThanProgram, CatalogNewerThanProgram, CatalogCorrupt.
/// A call inside the work on the same catalog, and a second call on one transaction before the first has returned, are
/// refused with InvalidOperationException.
/// </summary>
public interface ICatalog : IAsyncDisposable
{
    /// <summary>
    /// Runs the work in one transaction: committed when it returns, rolled back when it throws. The work may be run
    /// again from the start when the database asks for a retry, so it has no other side effects.
    /// </summary>
    Task<T> TransactAsync<T>(Func<ICatalogTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default);

    /// <summary>Runs reads against one consistent state of the catalog.</summary>
    Task<T> ReadAsync<T>(Func<ICatalogReader, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default);

    /// <summary>One entity as it is now: a single question to the database, where a transaction of its own is three.</summary>
    Task<T?> FindAsync<T>(string id, CancellationToken cancellationToken = default) where T : class, ICatalogEntity;
}

public interface ICatalogReader
{
    Task<T?> FindAsync<T>(string id, CancellationToken cancellationToken = default) where T : class, ICatalogEntity;

    /// <summary>By name, ignoring case; for kinds whose names are unique within an owner.</summary>
    Task<T?> FindByNameAsync<T>(string name, string? ownerId = null, CancellationToken cancellationToken = default) where T : class, ICatalogEntity;

    /// <summary>Ordered by creation. A null filter does not filter.</summary>
    Task<IReadOnlyList<T>> ListAsync<T>(string? ownerId = null, string? state = null, CancellationToken cancellationToken = default)
        where T : class, ICatalogEntity;

    /// <summary>Of any of these owners in any of these states, in one question; ordered by creation.</summary>
    Task<IReadOnlyList<T>> ListAnyAsync<T>(IReadOnlyCollection<string> ownerIds, IReadOnlyCollection<string> states, CancellationToken cancellationToken = default)
        where T : class, ICatalogEntity;

    /// <summary>Keys of all entities of a kind, without what they hold: tells what has changed since the last time.</summary>
    Task<IReadOnlyList<EntityStamp>> ListStampsAsync<T>(CancellationToken cancellationToken = default) where T : class, ICatalogEntity;

    /// <summary>The oldest of a state, so many at most; those behind the given one where it is not null.</summary>
    Task<IReadOnlyList<T>> ListPageAsync<T>(string state, int limit, string? afterId = null, CancellationToken cancellationToken = default)
        where T : class, ICatalogEntity;

    /// <summary>The newest first, behind so many that are passed over, and no more than asked for: a page of a kind that grows without bound. A null filter does not filter.</summary>
    Task<IReadOnlyList<T>> ListNewestAsync<T>(
        int limit, string? ownerId = null, string? state = null, string? name = null, int skip = 0, CancellationToken cancellationToken = default)
        where T : class, ICatalogEntity;

    /// <summary>The newest audit entries first.</summary>
    Task<IReadOnlyList<AuditEntry>> ListAuditAsync(string? target = null, int limit = 1000, CancellationToken cancellationToken = default);
}

public interface ICatalogTransaction : ICatalogReader
{
    /// <summary>Stores a new entity (version 1).</summary>
    Task<T> InsertAsync<T>(T entity, CancellationToken cancellationToken = default) where T : class, ICatalogEntity;

    /// <summary>Replaces the entity if its version is still the one given, and returns it with the next version.</summary>
    Task<T> UpdateAsync<T>(T entity, CancellationToken cancellationToken = default) where T : class, ICatalogEntity;

    Task DeleteAsync<T>(T entity, CancellationToken cancellationToken = default) where T : class, ICatalogEntity;

    Task AppendAuditAsync(AuditEntry entry, CancellationToken cancellationToken = default);
}
