using Replication.Core.Mounts;

namespace Replication.Objects;

/// <summary>A recovery point whose disks are served over NBD.</summary>
public sealed class RecoveryPointMount
{
    internal RecoveryPointMount(PointMount mount, MountServing serving)
    {
        MountId = mount.Id;
        RecoveryPointId = mount.PointId;
        VMId = mount.VmId;
        VMName = mount.VmName;
        SourceTime = mount.SourceTime;
        Writable = mount.Writable;
        CreatedAt = mount.CreatedAt;
        Disks = [.. serving.Exports.Select(export => new RecoveryPointMountDisk(export))];
    }

    public string MountId { get; }

    public string RecoveryPointId { get; }

    public string VMId { get; }

    public string VMName { get; }

    /// <summary>Instant the disks show, UTC, by the source's clock.</summary>
    public DateTimeOffset SourceTime { get; }

    /// <summary>Writes go to an overlay; the point never changes.</summary>
    public bool Writable { get; }

    public DateTimeOffset CreatedAt { get; }

    public RecoveryPointMountDisk[] Disks { get; }

    public override string ToString() => MountId;
}
