using Replication.Core.Disks;
using Replication.Core.Rules;
using Replication.Core.Rules.Guests;

namespace Replication.Disks.Guests;

/// <summary>
/// What partition tables and superblocks alone tell: the family where only one of the two can start from what is on the
/// boot disk, and the kind of the root file system where there is no choice. Everything else stays unknown.
/// </summary>
internal static class SuperblockFacts
{
    /// <summary>What a Linux root can be on; ReiserFS, F2FS and ZFS too, which are there to be refused.</summary>
    private static readonly string[] LinuxRoots = ["ext2", "ext3", "ext4", "xfs", "btrfs", "jfs", "reiserfs", "f2fs", "zfs_member"];

    /// <summary>Partitions that hold no file system: BIOS boot, Microsoft reserved, PReP, and the extended ones of an MBR.</summary>
    private static readonly string[] WithoutFileSystem =
    [
        "21686148-6449-6e6f-744e-656564454649", "e3c9e316-0b5c-4db8-817d-f92df00215ae", "9e1a2d38-c612-4316-aa26-8b49521e5a8b",
        "41", "05", "0f", "85",
    ];

    /// <summary>What may hold a root file system of any kind.</summary>
    private static readonly string[] Containers = ["lvm2_member", "crypto_luks", "linux_raid_member", "bcache", "bitlocker"];

    public static GuestFacts Of(IReadOnlyList<GuestDiskFacts> disks, string reason)
    {
        var facts = new GuestFacts
        {
            Disks = disks,
            ReadBy = reason,
            OperatingSystemSource = reason,
            Windows = WindowsFacts.Unknown(reason),
            Linux = LinuxFacts.Unknown(reason),
        };
        string[] kinds = [.. disks.Where(disk => disk.Boot).SelectMany(Kinds).Distinct()];
        string[] roots = [.. kinds.Where(LinuxRoots.Contains)];
        bool ntfs = kinds.Contains("ntfs");
        bool container = kinds.Any(kind => Containers.Contains(kind.ToLowerInvariant())) || disks.Any(disk => disk.Boot && HoldsTheUnknown(disk));
        if (roots.Length > 0 && !ntfs && !container)
        {
            string source = $"superblocks of the boot disk: {string.Join(", ", kinds)}";
            return facts with
            {
                OperatingSystem = new GuestOperatingSystem(GuestFamily.Linux),
                OperatingSystemSource = source,
                Linux = facts.Linux with { RootFileSystem = roots is [var only] ? Fact<string>.Known(only, source) : facts.Linux.RootFileSystem },
            };
        }

        return ntfs && roots.Length == 0 && !container
            ? facts with
            {
                OperatingSystem = new GuestOperatingSystem(GuestFamily.Windows),
                OperatingSystemSource = $"superblocks of the boot disk: {string.Join(", ", kinds)}",
            }
            : facts;
    }

    /// <summary>A partition with content that no probe recognised may be the root as well.</summary>
    private static bool HoldsTheUnknown(GuestDiskFacts disk) => disk.Layout.Partitions.Any(
        partition => partition.FileSystem is null && !WithoutFileSystem.Contains(partition.Type.ToLowerInvariant()));

    private static IEnumerable<string> Kinds(GuestDiskFacts disk) =>
        disk.Layout.Partitions.Select(partition => partition.FileSystem?.Type).Append(disk.Layout.WholeDisk?.Type).OfType<string>();
}
