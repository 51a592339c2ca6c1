using Replication.Core.Errors;
using Replication.Core.Manifests;
using Replication.Core.Snapshots;

namespace Replication.Runtime;

/// <summary>
/// A store that nobody has made yet, seen by somebody who may only read: it holds nothing. The first owner that
/// replicates makes it.
/// </summary>
internal sealed class AbsentStore(string directory) : IReplicaStorage
{
    public string Id => "";

    public Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken = default) => throw Missing();

    public ValueTask<BlockDigest> PutBlockAsync(
        string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, BlockDigest? expected = null, CancellationToken cancellationToken = default) =>
        throw Missing();

    public IAsyncEnumerable<SnapshotBlock> ListPendingBlocksAsync(string snapshotId, CancellationToken cancellationToken = default) => throw Missing();

    public Task<SnapshotInfo> CompleteAsync(string snapshotId, CompleteSnapshotRequest request, CancellationToken cancellationToken = default) =>
        throw Missing();

    public Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default) => throw Missing();

    public Task<SnapshotInfo> DescribeAsync(string snapshotId, CancellationToken cancellationToken = default) => throw Missing();

    public IAsyncEnumerable<SnapshotInfo> ListAsync(CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<SnapshotInfo>();

    public Task<ISnapshotReader> OpenAsync(string snapshotId, CancellationToken cancellationToken = default) => throw Missing();

    public IAsyncEnumerable<ChangedBlock> ListChangedBlocksAsync(
        string firstSnapshotId, string secondSnapshotId, long startingIndex = 0, CancellationToken cancellationToken = default) => throw Missing();

    public Task<ManifestDocument?> ReadAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult<ManifestDocument?>(null);

    public IAsyncEnumerable<string> ListAsync(string prefix = "", CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<string>();

    public Task<string> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken = default) =>
        throw Missing();

    public Task DeleteAsync(string name, string expectedVersion, CancellationToken cancellationToken = default) => throw Missing();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private SnapshotStoreException Missing() => new(ErrorIds.StoreNotFound, directory, "The store has not been made yet.", "a store that a replication has made.");
}
