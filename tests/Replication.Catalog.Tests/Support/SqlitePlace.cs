using Replication.Catalog.Schema;
using Replication.Catalog.Sqlite;
using Replication.Core.Catalog;

namespace Replication.Catalog.Tests.Support;

public sealed class SqlitePlace : CatalogPlace
{
    private readonly TempFolder _folder = new();

    private string Database => _folder.File("catalog.db");

    public override Task PrepareAsync() => Task.CompletedTask;

    internal override async Task<ICatalog> OpenAsync(IReadOnlyList<Migration> migrations, CatalogOptions options) =>
        await SqliteCatalog.OpenAsync(Database, options, new SqliteSettings { Migrations = migrations }, CancellationToken.None);

    public override object? Sql(string sql) => CatalogExtensions.Sql(Database, sql);

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
