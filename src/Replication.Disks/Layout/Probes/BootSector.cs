using System.Buffers.Binary;

namespace Replication.Disks.Layout;

/// <summary>
/// What the boot sectors of FAT, NTFS, exFAT and BitLocker have in common: name at 3, bytes per sector at 11, 55 AA at
/// 510.
/// </summary>
internal static class BootSector
{
    public const int Size = 512;

    public static bool Is(ReadOnlySpan<byte> sector, ReadOnlySpan<byte> name) => HasSignature(sector) && sector[3..].StartsWith(name);

    public static bool HasSignature(ReadOnlySpan<byte> sector) => sector[510] == 0x55 && sector[511] == 0xAA;

    /// <summary>Bytes per sector and sectors per cluster of the BIOS parameter block; 0 when not one of the defined values.</summary>
    public static int BytesPerSector(ReadOnlySpan<byte> sector) =>
        BinaryPrimitives.ReadUInt16LittleEndian(sector[11..]) is var size and (512 or 1024 or 2048 or 4096) ? size : 0;
}
