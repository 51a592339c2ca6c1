using Replication.Core.Disks;
using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

public sealed record DiskTransferRequest
{
    /// <summary>Shown in progress.</summary>
    public required string DiskId { get; init; }

    public required IDiskView Source { get; init; }

    public required ISnapshotStore Store { get; init; }

    /// <summary>Pending snapshot that takes the blocks.</summary>
    public required string SnapshotId { get; init; }

    /// <summary>The snapshot's parent, open; its digests are the fingerprint that changes are found with.</summary>
    public ISnapshotReader? Parent { get; init; }

    /// <summary>What the source says changed since the parent; null compares everything that is allocated.</summary>
    public IReadOnlyList<Extent>? Changed { get; init; }

    /// <summary>
    /// Resynchronisation: an equal digest is not believed, the parent's block is read at the destination, and one
    /// that is damaged there is sent again.
    /// </summary>
    public bool VerifyParent { get; init; }

    /// <summary>Keeps what is put below a rate; null for no limit.</summary>
    public Throttle? Throttle { get; init; }

    /// <summary>
    /// Blocks in flight at once; bounds the memory together with the block size. When absent as many as the store prefers, else
    /// as this machine's cores need.
    /// </summary>
    public int? Workers { get; init; }
}

/// <param name="Root">Root hash of the source; null when it is not known because the parent keeps no digests.</param>
/// <param name="BlocksPut">Distinct blocks in the pending snapshot, those of an interrupted run included.</param>
/// <param name="BlocksReused">Blocks of an interrupted run that were still right and were not sent again.</param>
/// <param name="BytesRead">Bytes read from the source.</param>
/// <param name="BytesSent">Bytes put to the destination by this run.</param>
public sealed record DiskTransferResult(BlockDigest? Root, long BlocksPut, long BlocksReused, long BytesRead, long BytesSent)
{
    /// <summary>Bytes of blocks that travelled over a network, compressed as they were, from the source or to the destination; null where there is none in between.</summary>
    public long? WireBytes { get; init; }
}
