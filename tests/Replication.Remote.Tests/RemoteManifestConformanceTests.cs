using Replication.Conformance;
using Replication.Core.Manifests;
using Replication.Remote.Tests.Support;

namespace Replication.Remote.Tests;

public sealed class RemoteManifestConformanceTests : ManifestStoreConformance, IAsyncLifetime
{
    private ServedStore _served = null!;

    public async ValueTask InitializeAsync() => _served = await ServedStore.StartAsync();

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    protected override Task<IManifestStore> CreateAsync() => Task.FromResult<IManifestStore>(_served.OpenManifests());
}
