using Replication.Conformance;
using Replication.Core.Snapshots;

namespace Replication.Store.Tests;

/// <summary>The reference obeys the contract it is compared by.</summary>
public sealed class MemoryStoreConformanceTests : SnapshotStoreConformance
{
    protected override Task<ISnapshotStore> CreateAsync() => Task.FromResult<ISnapshotStore>(new MemorySnapshotStore());
}
