using Replication.Aws.Tests.Ebs;
using Replication.Conformance;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Snapshots;

public sealed class FakeServiceConformanceTests : SnapshotStoreConformance, IDisposable
{
    private readonly FakeCloud _cloud = new();

    public void Dispose() => _cloud.Dispose();

    protected override async Task<ISnapshotStore> CreateAsync() => await _cloud.OpenStoreAsync();
}
