namespace Replication.TestGuest;

/// <summary>
/// The disks of a guest, raw: one that boots with BIOS and UEFI, and one with an ext4 file system that holds the records. The guest finds
/// both by their labels, so they may be attached to any controller in any order.
/// </summary>
/// <param name="Boot">Path of the disk that boots.</param>
/// <param name="Data">Path of the disk with the records.</param>
public sealed record GuestDisks(string Boot, string Data)
{
    /// <summary>Port of the guest that answers every connection with the number of its last record.</summary>
    public const int RecordPort = 7000;

    /// <summary>Address that the guest gives itself, the one of QEMU's user network.</summary>
    public const string Address = "10.0.2.15";

    /// <summary>UUID of the file system that the guest boots from, first partition of its disk.</summary>
    public const string BootUuid = "5250-4C01";

    /// <summary>Makes both disks in a folder, without privileges. A test is skipped where a package is missing.</summary>
    public static async Task<GuestDisks> MakeAsync(string folder, GuestSettings? settings = null)
    {
        GuestParts parts = GuestParts.Need();
        settings ??= new GuestSettings();
        Directory.CreateDirectory(folder);
        var disks = new GuestDisks(Path.Combine(folder, "boot.raw"), Path.Combine(folder, "data.raw"));
        await BootDisk.MakeAsync(parts, disks.Boot, settings);
        await using (FileStream data = File.Create(disks.Data)) data.SetLength(settings.DataBytes);
        // Nothing is left for the first mount to initialise: what the disk then changes is what the guest writes.
        string[] content = settings.Fstab is { } fstab ? ["-d", await SystemAsync(folder, fstab)] : [];
        await HostTool.RunAsync("mke2fs", ["-q", "-F", "-t", "ext4", "-L", "GUESTDATA", "-E", "lazy_itable_init=0,lazy_journal_init=0", .. content, disks.Data]);
        return disks;
    }

    /// <summary>A folder with what says that a file system is the root of a system.</summary>
    private static async Task<string> SystemAsync(string folder, string fstab)
    {
        string system = Path.Combine(folder, "system");
        string etc = Directory.CreateDirectory(Path.Combine(system, "etc")).FullName;
        await File.WriteAllTextAsync(Path.Combine(etc, "os-release"), "ID=guest\nVERSION_ID=1\n");
        await File.WriteAllTextAsync(Path.Combine(etc, "fstab"), fstab);
        return system;
    }
}
