using Replication.Conformance;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Server;

/// <summary>The same suite as every store, through the client, HTTP and signatures to the project's own server.</summary>
public sealed class ServerConformanceTests : SnapshotStoreConformance, IAsyncLifetime
{
    private LocalEbs _server = null!;

    public async ValueTask InitializeAsync() => _server = await LocalEbs.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    protected override async Task<ISnapshotStore> CreateAsync() => await _server.OpenStoreAsync();
}
