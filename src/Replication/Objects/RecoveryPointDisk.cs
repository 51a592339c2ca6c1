namespace Replication.Objects;

/// <summary>A disk in a recovery point.</summary>
public sealed class RecoveryPointDisk
{
    internal RecoveryPointDisk(Core.RecoveryPoints.RecoveryPointDisk disk)
    {
        DiskId = disk.DiskId;
        SnapshotId = disk.SnapshotId;
        Length = disk.Length;
        RootHash = disk.Root.ToString();
    }

    public string DiskId { get; }

    public string SnapshotId { get; }

    /// <summary>In bytes, exact.</summary>
    public long Length { get; }

    public string RootHash { get; }

    public override string ToString() => DiskId;
}
