namespace Replication.Disks.Guests;

/// <summary>
/// How each kind of file system is mounted so that nothing is written, not even its own journal, and nothing in it is
/// taken for a device or a program.
/// </summary>
internal static class MountOptions
{
    private const string Harmless = "ro,nodev,nosuid,noexec";

    /// <summary>Kinds of which the content is of no use here.</summary>
    private static readonly string[] WithoutFiles = ["swap", "jbd", "lvm2_member", "crypto_luks", "bitlocker", "linux_raid_member", "unknown"];

    public static bool HoldsFiles(string fileSystem) => !WithoutFiles.Contains(fileSystem.ToLowerInvariant());

    /// <summary>Name of the driver, in order of preference, and its options.</summary>
    public static IReadOnlyList<(string Driver, string Options)> Of(string fileSystem) => fileSystem switch
    {
        "ext2" or "ext3" or "ext4" => [("ext4", $"{Harmless},noload")],
        "xfs" => [("xfs", $"{Harmless},norecovery,nouuid")],
        "btrfs" => [("btrfs", $"{Harmless},rescue=nologreplay")],
        "f2fs" => [("f2fs", $"{Harmless},norecovery")],
        "ntfs" => [("ntfs-3g", $"{Harmless}"), ("ntfs3", $"{Harmless}")],
        "fat12" or "fat16" or "fat32" or "vfat" => [("vfat", Harmless)],
        _ => [(fileSystem, Harmless)],
    };
}
