using Replication.Conformance;
using Replication.Core.Snapshots;
using Replication.Remote.Tests.Support;

namespace Replication.Remote.Tests;

/// <summary>The contract of every store, through the client, the network and the server, with compression.</summary>
public sealed class RemoteStoreConformanceTests : SnapshotStoreConformance, IAsyncLifetime
{
    private ServedStore _served = null!;

    public async ValueTask InitializeAsync() => _served = await ServedStore.StartAsync();

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    protected override async Task<ISnapshotStore> CreateAsync() => await _served.OpenAsync();
}
