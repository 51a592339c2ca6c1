namespace Replication.Core.Snapshots;

/// <summary>
/// A store for which it pays to send single grains (<see cref="IGrainStore"/>), because the way there costs more than asking what a block consists of.
/// </summary>
public interface IGrainComparison : IGrainStore
{
    /// <summary>Digests of the grains of a block of a completed snapshot, in order; null when the store cannot tell.</summary>
    ValueTask<IReadOnlyList<BlockDigest>?> ReadGrainDigestsAsync(string snapshotId, long blockIndex, CancellationToken cancellationToken = default);
}
