namespace Replication.Core.Snapshots;

/// <summary>A store that takes a block as a change of its parent's, so that a small write does not cost 512 KiB on the wire.</summary>
public interface IGrainStore
{
    /// <summary>
    /// Puts a block as that of the parent with some of its 64 KiB grains replaced. <paramref name="data"/> holds the
    /// grains whose bits are set in <paramref name="grainMask"/>, one after the other; <paramref name="parentDigest"/>
    /// says what the sender takes the parent's block to be (that of a block of zeros where there is none), and
    /// <paramref name="resultingDigest"/> proves the whole block as it ends up.
    /// </summary>
    ValueTask<BlockDigest> PutGrainsAsync(
        string snapshotId, long blockIndex, BlockDigest parentDigest, int grainMask, ReadOnlyMemory<byte> data, BlockDigest resultingDigest,
        CancellationToken cancellationToken = default);
}
