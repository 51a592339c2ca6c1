using Replication.Conformance;
using Replication.Core.Snapshots;

namespace Replication.Store.Tests;

public sealed class FileSnapshotStoreConformanceTests : SnapshotStoreConformance, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override async Task<ISnapshotStore> CreateAsync() => await FileSnapshotStore.OpenAsync(_directory.Path, new StoreOptions { Create = true });
}
