namespace Replication.Store.Maintenance;

/// <param name="Snapshots">Completed snapshots that could be read.</param>
/// <param name="PendingSnapshots">Number of pending ones.</param>
/// <param name="AllocatedBytes">What the files of all volumes occupy, measured.</param>
/// <param name="DamagedSnapshots">Ids of those whose descriptor or index is damaged.</param>
public sealed record StoreStatistics(
    IReadOnlyList<SnapshotStatistics> Snapshots, int PendingSnapshots, long AllocatedBytes, IReadOnlyList<string> DamagedSnapshots)
{
    public long LogicalBytes => Snapshots.Sum(snapshot => snapshot.LogicalBytes);
}
