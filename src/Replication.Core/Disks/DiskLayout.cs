namespace Replication.Core.Disks;

public enum PartitionStyle
{
    /// <summary>No partition table: blank, or a file system on the whole disk.</summary>
    None,
    Mbr,
    Gpt,
}

/// <summary>Partition table of a disk and what was recognised inside.</summary>
/// <param name="Style">Kind of partition table.</param>
/// <param name="DiskId">GPT disk GUID, or MBR signature as 8 hex digits.</param>
/// <param name="Partitions">In table order.</param>
/// <param name="WholeDisk">File system found at offset 0 when there is no partition table.</param>
/// <param name="Warnings">Damage that could be worked around, for example a primary GPT replaced by its backup.</param>
public sealed record DiskLayout(
    PartitionStyle Style,
    string? DiskId,
    IReadOnlyList<DiskPartition> Partitions,
    FileSystemInfo? WholeDisk,
    IReadOnlyList<string> Warnings);

/// <param name="Number">1-based, as the operating system numbers it (logical MBR partitions start at 5).</param>
/// <param name="Extent">Byte range on the disk.</param>
/// <param name="Type">MBR type byte as two hex digits, or GPT type GUID.</param>
/// <param name="Name">GPT partition name.</param>
/// <param name="Id">GPT unique partition GUID.</param>
/// <param name="Bootable">MBR active flag or GPT legacy-BIOS-bootable attribute.</param>
/// <param name="FileSystem">What the probe recognised, or null.</param>
public sealed record DiskPartition(
    int Number, Extent Extent, string Type, string? Name, string? Id, bool Bootable, FileSystemInfo? FileSystem);

/// <param name="Type">ext2, ext3, ext4, xfs, btrfs, jfs, ntfs, fat12, fat16, fat32, lvm2_member, swap: blkid's names where it has one.</param>
/// <param name="Label">Volume label, or null.</param>
/// <param name="Uuid">In the notation the operating system shows (8-4-4-4-12, or XXXX-XXXX for FAT, 16 hex for NTFS).</param>
public sealed record FileSystemInfo(string Type, string? Label, string? Uuid);
