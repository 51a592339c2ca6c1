using Replication.Agent.Ec2.Records;
using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Imports;

/// <summary>Names of the disks of an imported machine: the first one is its root device.</summary>
internal static class ImportedDevices
{
    public const string Root = "/dev/sda1";

    /// <summary>ImportImage takes no more volumes than there are names from xvdf to xvdz.</summary>
    public const int Maximum = 21;

    public static IReadOnlyList<BlockDevice> Of(Ec2Region region, ImportTaskRecord task) =>
    [
        .. task.Disks.Select((disk, i) => new BlockDevice
        {
            Device = disk.DeviceName ?? (i == 0 ? Root : $"/dev/xvd{(char)('f' + i - 1)}"),
            SnapshotId = disk.SnapshotId,
            SizeGiB = region.SnapshotRecords.Find(disk.SnapshotId)?.VolumeSizeGiB,
            Type = "gp2",
            Encrypted = task.Encrypted,
            DeleteOnTermination = true,
        }),
    ];
}
