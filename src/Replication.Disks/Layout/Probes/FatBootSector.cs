using System.Buffers.Binary;
using System.Numerics;

namespace Replication.Disks.Layout;

/// <summary>
/// BIOS parameter block of FAT (Microsoft FAT specification 1.03): sectors per cluster at 13, reserved sectors at 14, FATs
/// at 16, root entries at 17, sectors at 19 or 32, media at 21, sectors per FAT at 22 or (FAT32) 36, root cluster at 44.
/// There is no magic number to trust; the numbers have to make a volume.
/// </summary>
internal sealed record FatBootSector(
    string Type, int BytesPerSector, int SectorsPerCluster, long FatOffset, long RootOffset, int RootEntries, long DataOffset,
    uint RootCluster, long Clusters)
{
    /// <summary>"There is no FAT12 volume with more, and no FAT16 volume with fewer clusters."</summary>
    private const long MaxFat12Clusters = 4084;
    private const int DirectoryEntrySize = 32;
    private const long MaxClusters = 0x0FFFFFF5;

    public bool IsFat32 => Type == "fat32";

    public int ClusterBytes => BytesPerSector * SectorsPerCluster;

    /// <summary>Where serial number (at +1), label (+5) and signature (+0) are.</summary>
    public int ExtensionOffset => IsFat32 ? 66 : 38;

    public static FatBootSector? ReadFrom(ReadOnlySpan<byte> sector)
    {
        int sectorBytes = BootSector.BytesPerSector(sector);
        int perCluster = sector[13];
        int reserved = BinaryPrimitives.ReadUInt16LittleEndian(sector[14..]);
        int fats = sector[16];
        if (!BootSector.HasSignature(sector) || sectorBytes == 0 || !BitOperations.IsPow2(perCluster) || reserved == 0
            || fats is not (1 or 2)
            || sector[21] is not (0xF0 or >= 0xF8))
        {
            return null;
        }

        int rootEntries = BinaryPrimitives.ReadUInt16LittleEndian(sector[17..]);
        long sectors = BinaryPrimitives.ReadUInt16LittleEndian(sector[19..]) is > 0 and var small
            ? small
            : BinaryPrimitives.ReadUInt32LittleEndian(sector[32..]);
        bool isFat32 = BinaryPrimitives.ReadUInt16LittleEndian(sector[22..]) == 0;
        long fatSectors = isFat32
            ? BinaryPrimitives.ReadUInt32LittleEndian(sector[36..])
            : BinaryPrimitives.ReadUInt16LittleEndian(sector[22..]);
        long rootSector = reserved + fats * fatSectors;
        long dataSector = rootSector + ((long)rootEntries * DirectoryEntrySize + sectorBytes - 1) / sectorBytes;
        long clusters = (sectors - dataSector) / perCluster;
        uint rootCluster = isFat32 ? BinaryPrimitives.ReadUInt32LittleEndian(sector[44..]) : 0;
        if (fatSectors == 0 || clusters is < 1 or > MaxClusters || isFat32 != (rootEntries == 0) || (isFat32 && rootCluster < 2))
        {
            return null;
        }

        string type = isFat32 ? "fat32" : clusters <= MaxFat12Clusters ? "fat12" : "fat16";
        int halfBytesPerEntry = isFat32 ? 8 : type == "fat12" ? 3 : 4;
        if ((clusters + 2) * halfBytesPerEntry > 2 * fatSectors * sectorBytes) return null;
        return new FatBootSector(
            type, sectorBytes, perCluster, (long)reserved * sectorBytes, rootSector * sectorBytes, rootEntries, dataSector * sectorBytes,
            rootCluster, clusters);
    }
}
