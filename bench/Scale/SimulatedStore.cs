using System.Collections.Concurrent;
using Replication.Core.Snapshots;

namespace Replication.Bench.Scale;

/// <summary>A store of snapshots of zeros: one that nobody began here was completed by another agent.</summary>
internal sealed class SimulatedStore : ISnapshotStore
{
    private static readonly BlockDigest Root = new RootDigest(SimulatedDisk.Bytes).Finish();

    private readonly ConcurrentDictionary<string, SnapshotInfo> _pending = new(StringComparer.Ordinal);

    public string Id => "simulated";

    public Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken = default)
    {
        string id = "snap-" + request.ClientToken![..17];
        return Task.FromResult(_pending.GetOrAdd(id, _ => Info(id, SnapshotState.Pending) with { ParentId = request.ParentId, Tags = request.Tags }));
    }

    public ValueTask<BlockDigest> PutBlockAsync(
        string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, BlockDigest? expected = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("There is nothing to put.");

    public async IAsyncEnumerable<SnapshotBlock> ListPendingBlocksAsync(
        string snapshotId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        yield break;
    }

    public Task<SnapshotInfo> CompleteAsync(string snapshotId, CompleteSnapshotRequest request, CancellationToken cancellationToken = default)
    {
        _pending.TryRemove(snapshotId, out _);
        return Task.FromResult(Info(snapshotId, SnapshotState.Completed));
    }

    public Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        _pending.TryRemove(snapshotId, out _);
        return Task.CompletedTask;
    }

    public Task<SnapshotInfo> DescribeAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        Task.FromResult(_pending.GetValueOrDefault(snapshotId) ?? Info(snapshotId, SnapshotState.Completed));

    public async IAsyncEnumerable<SnapshotInfo> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (SnapshotInfo info in _pending.Values) yield return info;
    }

    public Task<ISnapshotReader> OpenAsync(string snapshotId, CancellationToken cancellationToken = default) => Task.FromResult<ISnapshotReader>(new Reader(snapshotId));

    public IAsyncEnumerable<ChangedBlock> ListChangedBlocksAsync(
        string firstSnapshotId, string secondSnapshotId, long startingIndex = 0, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Nobody asks.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static SnapshotInfo Info(string id, SnapshotState state) => new(
        id, null, state, SimulatedDisk.Bytes, default, "", new Dictionary<string, string>(), state == SnapshotState.Completed ? Root : null, 0);

    private sealed class Reader(string id) : ISnapshotReader
    {
        public SnapshotInfo Info { get; } = SimulatedStore.Info(id, SnapshotState.Completed);

        public async IAsyncEnumerable<SnapshotBlock> ListBlocksAsync(
            long startingIndex = 0, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            yield break;
        }

        public ValueTask<BlockDigest> ReadBlockAsync(long blockIndex, Memory<byte> destination, CancellationToken cancellationToken = default)
        {
            destination.Span.Clear();
            return ValueTask.FromResult(default(BlockDigest));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
