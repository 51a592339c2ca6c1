using Replication.Core.Mounts;
using Replication.Runtime.Hosting;

namespace Replication.Runtime.Mounts;

/// <summary>Where the overlays of a workspace's mounts are: <c>mounts/MOUNT/NUMBER</c>, numbered as the mount's disks are.</summary>
internal sealed class MountFolders(string workspace)
{
    public string Of(PointMount mount) => Path.Combine(workspace, "mounts", mount.Id);

    /// <summary>Else it is one that was made for the host of the moment.</summary>
    public bool IsInWorkspace(string folder) => folder == new HostFolder(workspace).Folder;

    public string Of(PointMount mount, MountDisk disk)
    {
        for (int number = 0; number < mount.Disks.Count; number++)
        {
            if (mount.Disks[number] == disk) return Path.Combine(Of(mount), $"{number}");
        }

        throw new ArgumentException($"Mount {mount.Id} has no disk {disk.DiskId}.", nameof(disk));
    }
}
