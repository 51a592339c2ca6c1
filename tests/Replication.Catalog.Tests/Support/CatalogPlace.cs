using Replication.Catalog.Schema;
using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.Support;

/// <summary>Where the catalog of one test lies; whatever database it is, the tests are the same.</summary>
public abstract class CatalogPlace : IAsyncDisposable
{
    /// <summary>Skips the test where the database is not to be had.</summary>
    public abstract Task PrepareAsync();

    public Task<ICatalog> OpenAsync(CatalogOptions? options = null) => OpenAsync(Migrations.All, options ?? new CatalogOptions());

    internal abstract Task<ICatalog> OpenAsync(IReadOnlyList<Migration> migrations, CatalogOptions options);

    /// <summary>Goes behind the catalog's back: how tests do damage and look at what is really stored.</summary>
    public abstract object? Sql(string sql);

    public abstract ValueTask DisposeAsync();
}
