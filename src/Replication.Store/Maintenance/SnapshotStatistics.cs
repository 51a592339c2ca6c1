namespace Replication.Store.Maintenance;

/// <param name="SnapshotId">Which one.</param>
/// <param name="LogicalBytes">Length of the disk.</param>
/// <param name="StoredBytes">Data it refers to, as stored, shared or not.</param>
/// <param name="ExclusiveBytes">Data and index that its deletion alone would give back.</param>
/// <param name="IndexBytes">Index pages it refers to, shared or not.</param>
/// <param name="Blocks">Blocks that hold something other than zeros.</param>
/// <param name="Grains">Stored grains it refers to.</param>
public sealed record SnapshotStatistics(
    string SnapshotId, long LogicalBytes, long StoredBytes, long ExclusiveBytes, long IndexBytes, long Blocks, long Grains);
