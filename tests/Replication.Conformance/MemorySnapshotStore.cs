using System.Collections.Concurrent;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Conformance;

/// <summary>
/// The reference of the port: everything in memory, as plain as possible, and strict with its callers: what is wrong
/// is refused, and what was handed in is copied. Slow and unbounded by design.
/// </summary>
public sealed class MemorySnapshotStore : ISnapshotStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemorySnapshot> _snapshots = new(StringComparer.Ordinal);
    private int _number;
    private bool _disposed;

    public string Id { get; } = $"store-{Guid.NewGuid():D}";

    /// <summary>Readers that were opened and not disposed: a test that leaves one behind has found a leak.</summary>
    public int OpenReaders { get; private set; }

    public Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken = default) => Run(() =>
    {
        if (request.Length <= 0) throw Error("InvalidLength", "disk length", $"{request.Length} bytes.");
        if (request.Tags.Count > 50) throw Error("InvalidRequest", "snapshot tags", $"{request.Tags.Count} tags.");
        if (request.ClientToken is { } token && _snapshots.Values.FirstOrDefault(other => other.Request.ClientToken == token) is { } same)
            return same.IsStartedBy(request) ? same.Info : throw Error("ClientTokenConflict", token, $"it belongs to {same.Info.Id}.");
        MemorySnapshot? parent = null;
        if (request.ParentId is { } parentId)
        {
            if (!_snapshots.TryGetValue(parentId, out parent) || parent.Info.State != SnapshotState.Completed || parent.Info.Length > request.Length)
                throw Error("ParentNotUsable", parentId, "not a completed snapshot of at most this length.");
        }

        var info = new SnapshotInfo(
            $"snap-{++_number:x17}", request.ParentId, SnapshotState.Pending, request.Length, DateTimeOffset.UnixEpoch, request.Description, request.Tags, null, 0);
        _snapshots.Add(info.Id, new MemorySnapshot(info, request, parent));
        return info;
    }, cancellationToken);

    public ValueTask<BlockDigest> PutBlockAsync(
        string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, BlockDigest? expected = null, CancellationToken cancellationToken = default) =>
        new(Run(() =>
        {
            MemorySnapshot snapshot = Pending(snapshotId);
            if (blockIndex < 0 || blockIndex >= BlockGeometry.BlockCount(snapshot.Info.Length)) throw Error("BlockOutOfRange", snapshotId, $"block {blockIndex}.");
            if (data.Length != BlockGeometry.BlockSize) throw Error("BlockOutOfRange", snapshotId, $"{data.Length} bytes.");
            if (data.Span[BlockGeometry.BytesInBlock(snapshot.Info.Length, blockIndex)..].ContainsAnyExcept((byte)0))
                throw Error("BlockOutOfRange", snapshotId, "data beyond the end of the disk.");
            BlockDigest digest = BlockDigest.Compute(data.Span);
            if (expected is { } wanted && wanted != digest) throw Error("ChecksumMismatch", snapshotId, $"{digest}.");
            snapshot.Put(blockIndex, data.ToArray(), digest);
            return digest;
        }, cancellationToken));

    public IAsyncEnumerable<SnapshotBlock> ListPendingBlocksAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        Sequence(() => Pending(snapshotId).Puts.Select(put => new SnapshotBlock(put.Key, put.Value)), cancellationToken);

    public Task<SnapshotInfo> CompleteAsync(string snapshotId, CompleteSnapshotRequest request, CancellationToken cancellationToken = default) => Run(() =>
    {
        MemorySnapshot snapshot = Existing(snapshotId);
        if (request.ChangedBlocks != snapshot.Puts.Count) throw Error("ChangedBlockCountMismatch", snapshotId, $"{snapshot.Puts.Count} blocks.");
        if (request.Checksum is { } checksum && checksum != snapshot.Checksum()) throw Error("ChecksumMismatch", snapshotId, $"{snapshot.Checksum()}.");
        BlockDigest root = snapshot.Root();
        if (request.ExpectedRoot is { } expected && expected != root) throw Error("RootMismatch", snapshotId, $"{root}.");
        return snapshot.Complete(root);
    }, cancellationToken);

    public Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default) => Run(() =>
    {
        _ = Existing(snapshotId);
        return _snapshots.Remove(snapshotId);
    }, cancellationToken);

    public Task<SnapshotInfo> DescribeAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        Run(() => Existing(snapshotId).Info, cancellationToken);

    public IAsyncEnumerable<SnapshotInfo> ListAsync(CancellationToken cancellationToken = default) =>
        Sequence(() => _snapshots.Values.Select(snapshot => snapshot.Info), cancellationToken);

    public Task<ISnapshotReader> OpenAsync(string snapshotId, CancellationToken cancellationToken = default) => Run<ISnapshotReader>(() =>
    {
        MemorySnapshot snapshot = Completed(snapshotId);
        OpenReaders++;
        return new MemorySnapshotReader(snapshot, () => OpenReaders--);
    }, cancellationToken);

    public IAsyncEnumerable<ChangedBlock> ListChangedBlocksAsync(
        string firstSnapshotId, string secondSnapshotId, long startingIndex = 0, CancellationToken cancellationToken = default) =>
        Sequence(() =>
        {
            MemorySnapshot first = Completed(firstSnapshotId);
            MemorySnapshot second = Completed(secondSnapshotId);
            return first.Blocks.Keys.Union(second.Blocks.Keys).Where(index => index >= startingIndex).Order()
                .Select(index => new ChangedBlock(index, first.Digest(index), second.Digest(index)))
                .Where(changed => changed.First != changed.Second);
        }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return ValueTask.CompletedTask;
    }

    private static SnapshotStoreException Error(string id, string target, string found) => new(id, target, found);

    private MemorySnapshot Existing(string id) => _snapshots.TryGetValue(id, out MemorySnapshot? snapshot)
        ? snapshot
        : throw Error("SnapshotNotFound", $"snapshot '{id}'", "there is no such snapshot.");

    private MemorySnapshot Pending(string id) => Existing(id) is { Info.State: SnapshotState.Pending } snapshot
        ? snapshot
        : throw Error("SnapshotNotPending", id, "it is completed.");

    private MemorySnapshot Completed(string id) => Existing(id) is { Info.State: SnapshotState.Completed } snapshot
        ? snapshot
        : throw Error("SnapshotNotCompleted", id, "it is pending.");

    private Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        try
        {
            lock (_lock) return Task.FromResult(work());
        }
        catch (SnapshotStoreException error)
        {
            return Task.FromException<T>(error);
        }
    }

    private async IAsyncEnumerable<T> Sequence<T>(
        Func<IEnumerable<T>> open, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (T item in await Run(() => open().ToList(), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
