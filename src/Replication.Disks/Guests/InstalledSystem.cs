using Replication.Core.Errors;
using Replication.Core.Rules;

namespace Replication.Disks.Guests;

/// <summary>A system that was found on a volume.</summary>
/// <param name="Family">Windows or Linux.</param>
/// <param name="Tree">Its files, seen from its root.</param>
internal sealed record InstalledSystem(GuestFamily Family, GuestTree Tree)
{
    private static readonly string[] LinuxReleases = ["/etc/os-release", "/etc/redhat-release", "/etc/debian_version", "/etc/SuSE-release"];

    /// <summary>Subvolumes in which Ubuntu and openSUSE, Debian, and Fedora keep the root of a Btrfs file system.</summary>
    private static readonly string[] BtrfsRoots = ["", "/@", "/@rootfs", "/root"];

    /// <summary>The system that the machine starts, or null and why it is not known.</summary>
    public static async ValueTask<(InstalledSystem? System, string Reason)> FindAsync(IVolumeReader reader, CancellationToken cancellationToken)
    {
        var found = new List<InstalledSystem>();
        var problems = new List<string>(reader.Unreadable);
        foreach (var volume in reader.Volumes)
        {
            try
            {
                if (await OnAsync(volume, cancellationToken) is { } system) found.Add(system);
            }
            catch (ReplicationException e)
            {
                problems.Add(e.Message);
            }
        }

        // Another disk may hold an older system, or a copy of this one.
        var starting = found.Count > 1 ? found.FindAll(system => system.Tree.Root.Identity.OnBootDisk) : found;
        return starting switch
        {
            [var system] => (system, ""),
            { Count: > 1 } => (null, $"several systems are installed: {string.Join(", ", starting.Select(one => one.Tree.Root.Identity.Place))}"),
            _ => (null, problems.Count == 0 ? "no system was found on the disks" : $"no system was found; {string.Join("; ", problems)}"),
        };
    }

    private static async ValueTask<InstalledSystem?> OnAsync(IGuestVolume volume, CancellationToken cancellationToken)
    {
        if (volume.Identity.FileSystem == "ntfs")
        {
            var tree = new GuestTree(volume, "", ignoreCase: true);
            return await tree.FindAsync($"{WindowsRegistry.Folder}/SYSTEM", cancellationToken) is { Kind: EntryKind.File }
                ? new InstalledSystem(GuestFamily.Windows, tree)
                : null;
        }

        foreach (string prefix in volume.Identity.FileSystem == "btrfs" ? BtrfsRoots : [""])
        {
            var tree = new GuestTree(volume, prefix, ignoreCase: false);
            if ((await tree.ListAsync("/etc", cancellationToken)).Count == 0) continue;
            foreach (string release in LinuxReleases)
            {
                // os-release is a link into /usr, which may be on another volume.
                if (await tree.FindLinkAsync(release, cancellationToken) is not null) return new InstalledSystem(GuestFamily.Linux, tree);
            }
        }

        return null;
    }
}
