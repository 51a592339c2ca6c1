using Replication.Core.Snapshots;

namespace Replication.Core.Disks;

/// <summary>A disk behind a network, read block by block by an agent beside it, which hashes there and sends only what differs.</summary>
public interface IComparedDisk : IDiskView
{
    /// <summary>Blocks asked for at once that serve this disk best.</summary>
    int PreferredConcurrency { get; }

    /// <summary>Bytes that have come over the network for this disk, as they travelled.</summary>
    long WireBytes { get; }

    /// <summary>
    /// Reads a block of <see cref="BlockGeometry.BlockSize"/> bytes (zeros beyond the disk's end), unless it is the known one: then the buffer is left as it was.
    /// </summary>
    /// <returns>The digest of the block as it is; the default value for zeros.</returns>
    ValueTask<BlockDigest> ReadUnlessAsync(long blockIndex, BlockDigest known, Memory<byte> block, CancellationToken cancellationToken = default);
}
