using Replication.Core.Platform;

namespace Replication.TestGuest;

/// <summary>What a guest is made of: files of Debian packages on this machine.</summary>
/// <param name="Kernel">Kernel image of linux-image-cloud-amd64.</param>
/// <param name="Modules">Folder of its modules.</param>
/// <param name="Busybox">Statically linked busybox.</param>
/// <param name="MasterBootRecord">Boot code of syslinux that starts the active partition.</param>
/// <param name="UefiLoader">systemd-boot, or null where that package is missing: the guest then starts with a BIOS only.</param>
/// <param name="GuestAgent">qemu-ga, or null where that package is missing: the guest then has no agent.</param>
public sealed record GuestParts(string Kernel, string Modules, string Busybox, string MasterBootRecord, string? UefiLoader, string? GuestAgent)
{
    private static readonly (string Program, string Package)[] Programs =
    [
        ("qemu-system-x86_64", "qemu-system-x86"), ("syslinux", "syslinux"), ("mformat", "mtools"), ("mcopy", "mtools"),
        ("mke2fs", "e2fsprogs"), ("e2fsck", "e2fsprogs"), ("debugfs", "e2fsprogs"),
    ];

    private static readonly string[] MasterBootRecords = ["/usr/lib/syslinux/mbr/mbr.bin", "/usr/lib/SYSLINUX/mbr.bin"];

    /// <summary>The parts; a test is skipped, naming the missing package, where one is not there.</summary>
    public static GuestParts Need()
    {
        (GuestParts? parts, string? missing) = Find();
        Assert.SkipWhen(parts is null, $"A guest cannot be made: package {missing} is not installed.");
        return parts!;
    }

    /// <summary>The parts, or the Debian package that is missing.</summary>
    public static (GuestParts? Parts, string? Missing) Find()
    {
        foreach ((string program, string package) in Programs)
        {
            if (ToolPath.Find(program) is null) return (null, package);
        }

        if (MasterBootRecords.FirstOrDefault(File.Exists) is not { } masterBootRecord) return (null, "syslinux-common");
        if (ToolPath.Find("busybox") is not { } busybox || IsDynamic(busybox)) return (null, "busybox-static");
        string? kernel = Directory.Exists("/boot")
            ? Directory.EnumerateFiles("/boot", "vmlinuz-*-cloud-amd64").Where(file => Directory.Exists(ModulesOf(file)))
                .Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (kernel is null) return (null, "linux-image-cloud-amd64");
        const string uefi = "/usr/lib/systemd/boot/efi/systemd-bootx64.efi";
        return (new GuestParts(kernel, ModulesOf(kernel), busybox, masterBootRecord, File.Exists(uefi) ? uefi : null, ToolPath.Find("qemu-ga")), null);
    }

    private static string ModulesOf(string kernel) => "/lib/modules/" + Path.GetFileName(kernel)["vmlinuz-".Length..];

    /// <summary>A program that names an interpreter needs libraries, which the guest does not have.</summary>
    private static bool IsDynamic(string program)
    {
        byte[] head = new byte[4096];
        using FileStream file = File.OpenRead(program);
        int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head.AsSpan(0, read).IndexOf("ld-linux"u8) >= 0;
    }
}
