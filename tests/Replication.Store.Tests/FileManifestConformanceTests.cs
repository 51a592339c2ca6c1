using Replication.Conformance;
using Replication.Core.Manifests;

namespace Replication.Store.Tests;

public sealed class FileManifestConformanceTests : ManifestStoreConformance, IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private FileSnapshotStore? _store;

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _directory.Dispose();
    }

    protected override async Task<IManifestStore> CreateAsync() =>
        _store = await FileSnapshotStore.OpenAsync(_directory.Path, new StoreOptions { Create = true });
}
