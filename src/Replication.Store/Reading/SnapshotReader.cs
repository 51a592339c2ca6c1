using Replication.Core.Snapshots;
using Replication.Store.Data;
using Replication.Store.Index;

namespace Replication.Store.Reading;

/// <summary>Reads a completed snapshot; every block is proved against its digest, and that against the root, on the way.</summary>
internal sealed class SnapshotReader : ISnapshotReader
{
    private readonly LeasedSnapshot _snapshot;
    private readonly IndexTree _tree;
    private readonly GrainReader _grains;
    private readonly long _blocks;

    public SnapshotReader(LeasedSnapshot snapshot)
    {
        _snapshot = snapshot;
        _tree = snapshot.Tree;
        _grains = new GrainReader(snapshot.Volume.Segments);
        Info = snapshot.Descriptor.Describe();
        _blocks = BlockGeometry.BlockCount(Info.Length);
    }

    public SnapshotInfo Info { get; }

    public IAsyncEnumerable<SnapshotBlock> ListBlocksAsync(long startingIndex = 0, CancellationToken cancellationToken = default) =>
        new AsyncSequence<SnapshotBlock>(
            () => _tree.Entries(startingIndex).Select(pair => new SnapshotBlock(pair.Key, pair.Value.Digest)), Translate, cancellationToken);

    public ValueTask<BlockDigest> ReadBlockAsync(long blockIndex, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<BlockDigest>(cancellationToken);
        try
        {
            return new ValueTask<BlockDigest>(Read(blockIndex, destination.Span));
        }
        catch (Exception error)
        {
            return ValueTask.FromException<BlockDigest>(Translate(error) ?? error);
        }
    }

    public ValueTask DisposeAsync()
    {
        _snapshot.Dispose();
        return ValueTask.CompletedTask;
    }

    private BlockDigest Read(long block, Span<byte> destination)
    {
        if (block < 0 || block >= _blocks) throw StoreErrors.OutOfRange(Info.Id, block, "outside of the disk.", $"0 to {_blocks - 1}.");
        if (destination.Length != BlockGeometry.BlockSize)
            throw StoreErrors.OutOfRange(Info.Id, block, $"a buffer of {destination.Length} bytes.", $"{BlockGeometry.BlockSize} bytes.");
        BlockEntry entry = _tree.Find(block);
        if (entry.IsAbsent)
        {
            destination.Clear();
            return default;
        }

        return _grains.ReadProven(entry, destination) is { } defect
            ? throw StoreErrors.CorruptBlock(Info.Id, block, defect.Path, defect.Offset, defect.Found)
            : entry.Digest;
    }

    private Exception? Translate(Exception error) =>
        StoreFaults.IsForeign(error) ? StoreFaults.Translate(_snapshot.Volume.Paths.Directory, error) : null;
}
