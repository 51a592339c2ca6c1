using Microsoft.Data.Sqlite;
using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.Support;

public static class CatalogExtensions
{
    public static Task<T> InsertAsync<T>(this ICatalog catalog, T entity) where T : class, ICatalogEntity =>
        catalog.TransactAsync((transaction, token) => transaction.InsertAsync(entity, token));

    public static Task<T> UpdateAsync<T>(this ICatalog catalog, T entity) where T : class, ICatalogEntity =>
        catalog.TransactAsync((transaction, token) => transaction.UpdateAsync(entity, token));

    public static Task DeleteAsync<T>(this ICatalog catalog, T entity) where T : class, ICatalogEntity =>
        catalog.TransactAsync(async (transaction, token) =>
        {
            await transaction.DeleteAsync(entity, token);
            return true;
        });

    public static Task AuditAsync(this ICatalog catalog, AuditEntry entry) =>
        catalog.TransactAsync(async (transaction, token) =>
        {
            await transaction.AppendAuditAsync(entry, token);
            return true;
        });

    public static Task<T?> FindAsync<T>(this ICatalog catalog, string id) where T : class, ICatalogEntity =>
        catalog.ReadAsync((reader, token) => reader.FindAsync<T>(id, token));

    public static Task<IReadOnlyList<T>> ListAsync<T>(this ICatalog catalog, string? ownerId = null, string? state = null)
        where T : class, ICatalogEntity =>
        catalog.ReadAsync((reader, token) => reader.ListAsync<T>(ownerId, state, token));

    public static Task<IReadOnlyList<AuditEntry>> ListAuditAsync(this ICatalog catalog, string? target = null, int limit = 1000) =>
        catalog.ReadAsync((reader, token) => reader.ListAuditAsync(target, limit, token));

    /// <summary>Goes behind the catalog's back: how tests do damage and look at what is really stored.</summary>
    public static object? Sql(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
