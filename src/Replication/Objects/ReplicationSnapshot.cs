using Replication.Core.Snapshots;

namespace Replication.Objects;

/// <summary>An immutable image of one disk in the store of a site: a snapshot of EBS or of our own store.</summary>
public sealed class ReplicationSnapshot
{
    internal ReplicationSnapshot(SnapshotInfo snapshot, EnginePoint point, string diskId, string storeId)
    {
        SnapshotId = snapshot.Id;
        ParentSnapshotId = snapshot.ParentId;
        State = snapshot.State.ToString();
        Length = snapshot.Length;
        StartTime = snapshot.StartTime;
        ChangedBlocks = snapshot.ChangedBlocks;
        RootHash = snapshot.Root?.ToString();
        Description = snapshot.Description;
        DiskId = diskId;
        RecoveryPointId = point.Id;
        VMId = point.VmId;
        VMName = point.VmName;
        StoreId = storeId;
    }

    public string SnapshotId { get; }

    /// <summary>Where the content began; that snapshot need not exist any more.</summary>
    public string? ParentSnapshotId { get; }

    public string State { get; }

    /// <summary>Length of the disk in bytes.</summary>
    public long Length { get; }

    public DateTimeOffset StartTime { get; }

    /// <summary>Blocks of 512 KiB put into this snapshot.</summary>
    public long ChangedBlocks { get; }

    public string? RootHash { get; }

    public string Description { get; }

    public string DiskId { get; }

    public string RecoveryPointId { get; }

    public string VMId { get; }

    public string VMName { get; }

    public string StoreId { get; }
}
