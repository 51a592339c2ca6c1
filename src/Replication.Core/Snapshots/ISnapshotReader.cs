namespace Replication.Core.Snapshots;

/// <summary>A completed snapshot, open for reading. Every byte handed out was checked against its block's SHA-256.</summary>
public interface ISnapshotReader : IAsyncDisposable
{
    SnapshotInfo Info { get; }

    /// <summary>Blocks that hold something other than zeros, ascending.</summary>
    IAsyncEnumerable<SnapshotBlock> ListBlocksAsync(long startingIndex = 0, CancellationToken cancellationToken = default);

    /// <summary>Fills exactly one block's worth of bytes; an absent block reads as zeros. Safe for concurrent calls.</summary>
    /// <returns>The digest of the block, or the default value when the block is absent.</returns>
    ValueTask<BlockDigest> ReadBlockAsync(long blockIndex, Memory<byte> destination, CancellationToken cancellationToken = default);
}
