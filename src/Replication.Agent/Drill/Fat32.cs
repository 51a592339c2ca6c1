using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Replication.Agent.Drill;

/// <summary>
/// Formats a partition with FAT32 (Microsoft's "FAT32 File System Specification" 1.03) and fills it with files of
/// pseudo-random content, each in consecutive clusters.
/// </summary>
internal sealed class Fat32(SafeFileHandle disk, long start, long length, int seed)
{
    private const int Sector = 512;
    private const int ReservedSectors = 32;
    private const int FirstFileCluster = 3;
    private const int RootCluster = 2;
    private const uint EndOfChain = 0x0FFFFFFF;
    private const int Files = 12;
    private const int FileBytes = 5 << 20;
    private const byte VolumeLabelAttribute = 0x08;
    private const byte ArchiveAttribute = 0x20;

    private readonly long _sectors = length / Sector;

    // One sector per cluster keeps the count of clusters above the 65,525 that make a FAT a FAT32.
    private long SectorsPerFat => (4 * (_sectors - ReservedSectors) + Sector - 1) / (Sector + 8) + 1;

    private long DataStart => start + (ReservedSectors + 2 * SectorsPerFat) * Sector;

    public void Format()
    {
        byte[] boot = BootSector();
        RandomAccess.Write(disk, boot, start);
        RandomAccess.Write(disk, boot, start + 6 * Sector);
        byte[] information = InformationSector();
        RandomAccess.Write(disk, information, start + Sector);
        RandomAccess.Write(disk, information, start + 7 * Sector);

        var fat = new byte[SectorsPerFat * Sector];
        void Set(long cluster, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(fat.AsSpan((int)cluster * 4), value);
        Set(0, 0x0FFFFFF8);
        Set(1, EndOfChain);
        Set(RootCluster, EndOfChain);
        var root = new byte[Sector];
        WriteEntry(root, 0, "DRILL      ", VolumeLabelAttribute, 0, 0);
        var content = new byte[FileBytes];
        for (int file = 0; file < Files; file++)
        {
            long first = FirstFileCluster + (long)file * (FileBytes / Sector);
            long last = first + FileBytes / Sector - 1;
            for (long cluster = first; cluster < last; cluster++) Set(cluster, (uint)cluster + 1);
            Set(last, EndOfChain);
            WriteEntry(root, file + 1, $"RECORD{file:00}BIN", ArchiveAttribute, (uint)first, FileBytes);
            new Random(seed + file).NextBytes(content);
            RandomAccess.Write(disk, content, DataStart + (first - RootCluster) * Sector);
        }

        RandomAccess.Write(disk, root, DataStart);
        RandomAccess.Write(disk, fat, start + ReservedSectors * Sector);
        RandomAccess.Write(disk, fat, start + (ReservedSectors + SectorsPerFat) * Sector);
    }

    private static void WriteEntry(Span<byte> directory, int index, string name, byte attributes, uint cluster, uint size)
    {
        Span<byte> entry = directory.Slice(index * 32, 32);
        Encoding.ASCII.GetBytes(name, entry);
        entry[11] = attributes;
        BinaryPrimitives.WriteUInt16LittleEndian(entry[20..], (ushort)(cluster >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(entry[24..], (46 << 9) | (1 << 5) | 1); // 2026-01-01
        BinaryPrimitives.WriteUInt16LittleEndian(entry[26..], (ushort)cluster);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[28..], size);
    }

    private byte[] BootSector()
    {
        var sector = new byte[Sector];
        ((ReadOnlySpan<byte>)[0xEB, 0x58, 0x90]).CopyTo(sector);
        "REPLDRIL"u8.CopyTo(sector.AsSpan(3));
        BinaryPrimitives.WriteUInt16LittleEndian(sector.AsSpan(11), Sector);
        sector[13] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(sector.AsSpan(14), ReservedSectors);
        sector[16] = 2;
        sector[21] = 0xF8;
        BinaryPrimitives.WriteUInt16LittleEndian(sector.AsSpan(24), 63);
        BinaryPrimitives.WriteUInt16LittleEndian(sector.AsSpan(26), 255);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(28), (uint)(start / Sector));
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(32), (uint)_sectors);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(36), (uint)SectorsPerFat);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(44), RootCluster);
        BinaryPrimitives.WriteUInt16LittleEndian(sector.AsSpan(48), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(sector.AsSpan(50), 6);
        sector[64] = 0x80;
        sector[66] = 0x29;
        BinaryPrimitives.WriteInt32LittleEndian(sector.AsSpan(67), seed);
        "DRILL      FAT32   "u8.CopyTo(sector.AsSpan(71));
        sector[510] = 0x55;
        sector[511] = 0xAA;
        return sector;
    }

    private byte[] InformationSector()
    {
        var sector = new byte[Sector];
        BinaryPrimitives.WriteUInt32LittleEndian(sector, 0x41615252);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(484), 0x61417272);
        long used = 1 + (long)Files * (FileBytes / Sector);
        long clusters = _sectors - ReservedSectors - 2 * SectorsPerFat;
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(488), (uint)(clusters - used));
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(492), (uint)(RootCluster + used));
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(508), 0xAA550000);
        return sector;
    }
}
