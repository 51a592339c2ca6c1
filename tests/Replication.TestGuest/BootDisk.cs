using System.Buffers.Binary;

namespace Replication.TestGuest;

/// <summary>
/// A disk with one FAT partition that holds the kernel, its root and both boot loaders: syslinux for a BIOS, systemd-boot for UEFI.
/// </summary>
internal static class BootDisk
{
    private const int SectorSize = 512;
    private const int PartitionStart = 2048; // one MiB, where everybody aligns to
    private const int PartitionSectors = 126 * 1024; // 63 MiB: kernel, root, and room
    private const string KernelOptions = "console=ttyS0 quiet panic=-1 rdinit=/init";

    public static async Task MakeAsync(GuestParts parts, string path, GuestSettings settings)
    {
        await WritePartitionTableAsync(parts, path);
        string partition = $"{path}@@{PartitionStart * SectorSize}";
        string serial = GuestDisks.BootUuid.Replace("-", "", StringComparison.Ordinal);
        await HostTool.RunAsync("mformat", ["-i", partition, "-F", "-v", "GUESTBOOT", "-N", serial, "-T", $"{PartitionSectors}", "-h", "64", "-s", "32", "::"]);
        await HostTool.RunAsync("syslinux", ["--offset", $"{PartitionStart * SectorSize}", "--install", path]);

        string files = Directory.CreateTempSubdirectory("replication-boot-").FullName;
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(files, "syslinux.cfg"), $"DEFAULT guest\nLABEL guest\n LINUX /vmlinuz\n INITRD /initrd\n APPEND {KernelOptions}\n");
            await File.WriteAllTextAsync(Path.Combine(files, "guest.cfg"), settings.ToText());
            File.Copy(parts.Kernel, Path.Combine(files, "vmlinuz"));
            await InitialRamDisk.WriteAsync(parts, Path.Combine(files, "initrd"));
            if (parts.UefiLoader is { } loader) await AddUefiAsync(loader, files);
            await HostTool.RunAsync("mcopy", ["-i", partition, "-s", .. Directory.GetFileSystemEntries(files), "::"]);
        }
        finally
        {
            Directory.Delete(files, recursive: true);
        }
    }

    private static async Task AddUefiAsync(string loader, string files)
    {
        // The path that firmware tries on a disk it has never seen (UEFI specification, 3.5.1.1).
        string fallback = Path.Combine(files, "EFI", "BOOT");
        Directory.CreateDirectory(fallback);
        File.Copy(loader, Path.Combine(fallback, "BOOTX64.EFI"));
        string entries = Path.Combine(files, "loader", "entries");
        Directory.CreateDirectory(entries);
        await File.WriteAllTextAsync(Path.Combine(files, "loader", "loader.conf"), "timeout 0\ndefault guest.conf\n");
        await File.WriteAllTextAsync(Path.Combine(entries, "guest.conf"), $"title guest\nlinux /vmlinuz\ninitrd /initrd\noptions {KernelOptions}\n");
    }

    private static async Task WritePartitionTableAsync(GuestParts parts, string path)
    {
        byte[] record = new byte[SectorSize];
        (await File.ReadAllBytesAsync(parts.MasterBootRecord)).CopyTo(record, 0);
        Span<byte> entry = record.AsSpan(446, 16); // first of four
        entry[0] = 0x80; // active: what boot code of a BIOS looks for
        entry[4] = 0xEF; // EFI system partition: what UEFI looks for
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], PartitionStart);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[12..], PartitionSectors);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(510), 0xAA55);
        await using FileStream file = File.Create(path);
        await file.WriteAsync(record);
        file.SetLength((PartitionStart + PartitionSectors) * (long)SectorSize);
    }
}
