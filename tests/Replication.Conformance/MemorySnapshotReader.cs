using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Conformance;

internal sealed class MemorySnapshotReader(MemorySnapshot snapshot, Action closed) : ISnapshotReader
{
    private bool _disposed;

    public SnapshotInfo Info { get; } = snapshot.Info;

    public async IAsyncEnumerable<SnapshotBlock> ListBlocksAsync(
        long startingIndex = 0, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        foreach (long index in snapshot.Blocks.Keys.Where(index => index >= startingIndex))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return await ValueTask.FromResult(new SnapshotBlock(index, snapshot.Digest(index)));
        }
    }

    public ValueTask<BlockDigest> ReadBlockAsync(long blockIndex, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<BlockDigest>(cancellationToken);
        if (blockIndex < 0 || blockIndex >= BlockGeometry.BlockCount(Info.Length) || destination.Length != BlockGeometry.BlockSize)
            return ValueTask.FromException<BlockDigest>(new SnapshotStoreException("BlockOutOfRange", Info.Id, $"block {blockIndex} into {destination.Length} bytes."));
        destination.Span.Clear();
        if (snapshot.Blocks.TryGetValue(blockIndex, out byte[]? block)) block.CopyTo(destination);
        return new ValueTask<BlockDigest>(snapshot.Digest(blockIndex));
    }

    public ValueTask DisposeAsync()
    {
        if (!_disposed) closed();
        _disposed = true;
        return ValueTask.CompletedTask;
    }
}
