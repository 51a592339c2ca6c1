using Replication.Conformance;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>The suite of every store, with every pending snapshot a volume on the access node.</summary>
public sealed class HotAddConformanceTests : SnapshotStoreConformance, IAsyncLifetime
{
    private HotAddLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await HotAddLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    protected override async Task<ISnapshotStore> CreateAsync() => new AttachingStore(await _lab.OpenAsync(), AttachingStore.Purpose());
}
