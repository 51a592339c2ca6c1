namespace Replication.Core.Snapshots;

/// <summary>
/// The block-snapshot model of EBS as a port: immutable images of one disk, each made of 512 KiB blocks, incremental
/// to a parent and never dependent on the parent's existence. Implementations: files, EBS, memory.
/// Contract: every method may be called concurrently; a put is durable only once <see cref="CompleteAsync"/> returned;
/// a failed or cancelled call has changed nothing that a reader sees; errors are <see cref="Errors.SnapshotStoreException"/>.
/// Ids of errors: SnapshotNotFound, SnapshotNotPending, SnapshotNotCompleted, BlockOutOfRange, ChecksumMismatch,
/// ChangedBlockCountMismatch, RootMismatch, ParentNotUsable, UnrelatedSnapshots, CorruptBlock, CorruptIndex, StoreLocked,
/// StoreReadOnly, StorageFull, ClientTokenConflict.
/// </summary>
public interface ISnapshotStore : IAsyncDisposable
{
    /// <summary>Stable identity of the store ("store-" and a GUID, or "ebs:" account and region).</summary>
    string Id { get; }

    /// <summary>
    /// Calls in flight at once that serve this store best, where waiting for answers and not this machine's cores is what
    /// takes the time; null otherwise.
    /// </summary>
    int? PreferredConcurrency => null;

    Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts one block: exactly <see cref="BlockGeometry.BlockSize"/> bytes, zero beyond the disk's end. Verifies
    /// <paramref name="expected"/> when given and returns the SHA-256 that the store computed over what arrived.
    /// Putting a block again replaces it. In a child, putting zeros hides the parent's block.
    /// </summary>
    ValueTask<BlockDigest> PutBlockAsync(
        string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, BlockDigest? expected = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Blocks put so far into a pending snapshot, ascending, each with the digest that was verified on arrival: what
    /// a resumed transfer need not send again. After a crash only blocks that survived intact are listed. A null digest:
    /// it is not known whether the block arrived; it must be put again before completion. A store that lost track of a
    /// pending snapshot altogether answers SnapshotNotPending; a start with the same client token then begins a new one.
    /// </summary>
    IAsyncEnumerable<SnapshotBlock> ListPendingBlocksAsync(string snapshotId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes the snapshot durable, immutable and readable. Idempotent once completed with equal arguments. From then on it
    /// goes by the id in the answer, which is another than the pending one's where the platform names a snapshot only when
    /// it is taken.
    /// </summary>
    Task<SnapshotInfo> CompleteAsync(string snapshotId, CompleteSnapshotRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes a completed snapshot or aborts a pending one; other snapshots are unaffected, space comes back.</summary>
    Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default);

    Task<SnapshotInfo> DescribeAsync(string snapshotId, CancellationToken cancellationToken = default);

    IAsyncEnumerable<SnapshotInfo> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Opens a completed snapshot; while the reader is open its content is not reclaimed, even if deleted.</summary>
    Task<ISnapshotReader> OpenAsync(string snapshotId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Blocks that differ between two completed snapshots, ascending from <paramref name="startingIndex"/>; cost is
    /// proportional to the differences where both share a lineage. Where they do not, stores that cannot compare
    /// answer UnrelatedSnapshots.
    /// </summary>
    IAsyncEnumerable<ChangedBlock> ListChangedBlocksAsync(
        string firstSnapshotId, string secondSnapshotId, long startingIndex = 0, CancellationToken cancellationToken = default);
}
