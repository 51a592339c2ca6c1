namespace Replication.Core.Snapshots;

/// <summary>A store that can measure itself and prove what it holds.</summary>
public interface IStoreMaintenance
{
    Task<StoreSizes> MeasureAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads and proves every block of one snapshot, or everything. Damage is reported, not thrown.</summary>
    /// <param name="snapshotId">Null for everything.</param>
    /// <param name="blocks">Told the number of blocks proved so far.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<StoreCheck> CheckAsync(string? snapshotId, IProgress<long>? blocks = null, CancellationToken cancellationToken = default);
}

/// <summary>Measured sizes, in bytes, and counts of snapshots.</summary>
/// <param name="LogicalBytes">Lengths of the disks of all completed snapshots together.</param>
/// <param name="AllocatedBytes">What the store occupies.</param>
/// <param name="Snapshots">Completed ones that can be read.</param>
/// <param name="PendingSnapshots">Pending ones.</param>
/// <param name="DamagedSnapshots">Ids of those that cannot be read.</param>
public sealed record StoreSizes(long LogicalBytes, long AllocatedBytes, int Snapshots, int PendingSnapshots, IReadOnlyList<string> DamagedSnapshots);

/// <summary>What a check found.</summary>
/// <param name="Snapshots">Looked at.</param>
/// <param name="Manifests">Looked at.</param>
/// <param name="Blocks">Of 512 KiB, proved or found damaged.</param>
/// <param name="DamageCount">All that was found.</param>
/// <param name="Damages">Descriptions, at most a bounded number of them.</param>
public sealed record StoreCheck(long Snapshots, long Manifests, long Blocks, long DamageCount, IReadOnlyList<string> Damages);
