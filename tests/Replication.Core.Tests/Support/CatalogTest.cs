using Replication.Catalog;
using Replication.Core.Catalog;

namespace Replication.Core.Tests.Support;

/// <summary>A test over an empty catalog of its own.</summary>
public abstract class CatalogTest : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-core-").FullName;

    protected ICatalog Catalog { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Catalog = await SqliteCatalog.OpenAsync(Path.Combine(_folder, "catalog.db"));

    public async ValueTask DisposeAsync()
    {
        await Catalog.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
