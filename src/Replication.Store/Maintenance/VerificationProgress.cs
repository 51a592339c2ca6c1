namespace Replication.Store.Maintenance;

/// <param name="SnapshotId">Being verified.</param>
/// <param name="Blocks">Verified so far, over all snapshots.</param>
public sealed record VerificationProgress(string SnapshotId, long Blocks);
