using System.Runtime.CompilerServices;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Core.Tests.Support;

/// <summary>A strict store in memory: it refuses whatever the contract does not allow and remembers every put.</summary>
public sealed class MemoryStore : ISnapshotStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Snapshot> _snapshots = [];
    private int _next;

    public string Id => "memory";

    public List<(string SnapshotId, long Index)> Puts { get; } = [];

    /// <summary>Called before a put is stored; may wait, fail or ask for a stop.</summary>
    public Func<long, CancellationToken, Task>? BeforePut { get; set; }

    public int RunningPuts => _runningPuts;

    private int _runningPuts;

    public Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (request.ParentId is { } parent && (Find(parent).Info.State != SnapshotState.Completed || Find(parent).Info.Length > request.Length))
                throw Refused("ParentNotUsable", parent);
            string id = $"snap-{_next++}";
            var info = new SnapshotInfo(id, request.ParentId, SnapshotState.Pending, request.Length, Points.Midnight, request.Description, request.Tags, null, 0);
            _snapshots.Add(id, new Snapshot { Info = info });
            return Task.FromResult(info);
        }
    }

    public async ValueTask<BlockDigest> PutBlockAsync(
        string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, BlockDigest? expected = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _runningPuts);
        try
        {
            if (BeforePut is { } before) await before(blockIndex, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            lock (_gate)
            {
                Snapshot snapshot = Find(snapshotId);
                if (snapshot.Info.State != SnapshotState.Pending) throw Refused("SnapshotNotPending", snapshotId);
                if (data.Length != BlockGeometry.BlockSize || blockIndex < 0 || blockIndex >= BlockGeometry.BlockCount(snapshot.Info.Length))
                    throw Refused("BlockOutOfRange", $"{snapshotId} {blockIndex}");
                if (data.Span[BlockGeometry.BytesInBlock(snapshot.Info.Length, blockIndex)..].IndexOfAnyExcept((byte)0) >= 0) throw Refused("BlockOutOfRange", "tail");
                BlockDigest digest = BlockDigest.Compute(data.Span);
                if (expected is { } wanted && wanted != digest) throw Refused("ChecksumMismatch", $"{snapshotId} {blockIndex}");
                snapshot.Put[blockIndex] = data.ToArray();
                Puts.Add((snapshotId, blockIndex));
                return digest;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _runningPuts);
        }
    }

    public async IAsyncEnumerable<SnapshotBlock> ListPendingBlocksAsync(string snapshotId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        List<SnapshotBlock> blocks;
        lock (_gate)
        {
            if (Find(snapshotId).Info.State != SnapshotState.Pending) throw Refused("SnapshotNotPending", snapshotId);
            blocks = [.. Find(snapshotId).Put.Select(block => new SnapshotBlock(block.Key, BlockDigest.Compute(block.Value)))];
        }

        foreach (SnapshotBlock block in blocks) yield return block;
    }

    public Task<SnapshotInfo> CompleteAsync(string snapshotId, CompleteSnapshotRequest request, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Snapshot snapshot = Find(snapshotId);
            if (snapshot.Info.State == SnapshotState.Completed) return Task.FromResult(snapshot.Info);
            if (snapshot.Put.Count != request.ChangedBlocks) throw Refused("ChangedBlockCountMismatch", $"{snapshot.Put.Count} and {request.ChangedBlocks}");
            if (snapshot.Info.ParentId is { } parent)
            {
                foreach ((long index, byte[] data) in Find(parent).Blocks) snapshot.Blocks[index] = data;
            }

            foreach ((long index, byte[] data) in snapshot.Put)
            {
                if (data.AsSpan().IndexOfAnyExcept((byte)0) < 0) snapshot.Blocks.Remove(index);
                else snapshot.Blocks[index] = data;
            }

            var root = new RootDigest(snapshot.Info.Length);
            foreach ((long index, byte[] data) in snapshot.Blocks) root.Add(index, BlockDigest.Compute(data));
            BlockDigest found = root.Finish();
            if (request.ExpectedRoot is { } expected && expected != found) throw Refused("RootMismatch", snapshotId);
            snapshot.Info = snapshot.Info with { State = SnapshotState.Completed, Root = found, ChangedBlocks = snapshot.Put.Count };
            return Task.FromResult(snapshot.Info);
        }
    }

    public Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Find(snapshotId);
            _snapshots.Remove(snapshotId);
            return Task.CompletedTask;
        }
    }

    public Task<SnapshotInfo> DescribeAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        lock (_gate) return Task.FromResult(Find(snapshotId).Info);
    }

    public async IAsyncEnumerable<SnapshotInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (Snapshot snapshot in _snapshots.Values.ToList()) yield return snapshot.Info;
    }

    public Task<ISnapshotReader> OpenAsync(string snapshotId, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Snapshot snapshot = Find(snapshotId);
            return snapshot.Info.State == SnapshotState.Completed ? Task.FromResult<ISnapshotReader>(new Reader(snapshot)) : throw Refused("SnapshotNotCompleted", snapshotId);
        }
    }

    public IAsyncEnumerable<ChangedBlock> ListChangedBlocksAsync(
        string firstSnapshotId, string secondSnapshotId, long startingIndex = 0, CancellationToken cancellationToken = default) =>
        throw Refused("UnrelatedSnapshots", $"{firstSnapshotId} {secondSnapshotId}");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Whole content of a completed snapshot.</summary>
    public byte[] Content(string snapshotId)
    {
        Snapshot snapshot = Find(snapshotId);
        var content = new byte[snapshot.Info.Length];
        foreach ((long index, byte[] data) in snapshot.Blocks)
            data.AsSpan(0, BlockGeometry.BytesInBlock(content.Length, index)).CopyTo(content.AsSpan((int)(index * BlockGeometry.BlockSize)));
        return content;
    }

    private static SnapshotStoreException Refused(string errorId, string target) => new(errorId, target, "refused.");

    private Snapshot Find(string id) => _snapshots.TryGetValue(id, out Snapshot? snapshot) ? snapshot : throw Refused("SnapshotNotFound", id);

    private sealed class Snapshot
    {
        public required SnapshotInfo Info { get; set; }

        public SortedDictionary<long, byte[]> Put { get; } = [];

        public SortedDictionary<long, byte[]> Blocks { get; } = [];
    }

    private sealed class Reader(Snapshot snapshot) : ISnapshotReader
    {
        public SnapshotInfo Info => snapshot.Info;

        public async IAsyncEnumerable<SnapshotBlock> ListBlocksAsync(long startingIndex = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            foreach ((long index, byte[] data) in snapshot.Blocks)
            {
                if (index >= startingIndex) yield return new SnapshotBlock(index, BlockDigest.Compute(data));
            }
        }

        public ValueTask<BlockDigest> ReadBlockAsync(long blockIndex, Memory<byte> destination, CancellationToken cancellationToken = default)
        {
            if (destination.Length != BlockGeometry.BlockSize) throw Refused("BlockOutOfRange", "destination");
            if (!snapshot.Blocks.TryGetValue(blockIndex, out byte[]? data))
            {
                destination.Span.Clear();
                return ValueTask.FromResult(default(BlockDigest));
            }

            data.CopyTo(destination);
            return ValueTask.FromResult(BlockDigest.Compute(data));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
