using System.Buffers.Binary;
using System.Numerics;
using Replication.Disks.Checksums;

namespace Replication.Disks.Layout;

/// <summary>
/// XFS superblock, big-endian (XFS Algorithms and Data Structures, "Superblocks"): block size at 4, blocks at 8, uuid at
/// 32, size and number of allocation groups at 84 and 88, version at 100, sector size at 102, inode size at 104, label at
/// 108, logarithms at 120. Version 5 has a CRC-32C over the sector at 224.
/// </summary>
internal sealed class XfsProbe : IFileSystemProbe
{
    private const int Size = 512;
    private const int CrcOffset = 224;
    private const int MaxBlock = 65536;
    private const int MaxSector = 32768;

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken)
    {
        if (await volume.ReadAsync(0, Size, cancellationToken) is not { } start || !IsConsistent(start.Span)) return null;
        int sectorSize = BinaryPrimitives.ReadUInt16BigEndian(start.Span[102..]);
        bool hasCrc = (BinaryPrimitives.ReadUInt16BigEndian(start.Span[100..]) & 0xF) == 5;
        if (hasCrc && (await volume.ReadAsync(0, sectorSize, cancellationToken) is not { } sector || !CrcMatches(sector.Span))) return null;
        return new ProbeResult("xfs", VolumeText.Utf8(start.Span.Slice(108, 12)), VolumeText.Uuid(start.Span.Slice(32, 16)));
    }

    private static bool IsConsistent(ReadOnlySpan<byte> block)
    {
        uint blockSize = BinaryPrimitives.ReadUInt32BigEndian(block[4..]);
        ushort sectorSize = BinaryPrimitives.ReadUInt16BigEndian(block[102..]);
        ushort inodeSize = BinaryPrimitives.ReadUInt16BigEndian(block[104..]);
        return block.StartsWith("XFSB"u8)
            && blockSize is >= 512 and <= MaxBlock && IsLogarithm(block[120], blockSize)
            && sectorSize is >= 512 and <= MaxSector && IsLogarithm(block[121], sectorSize)
            && inodeSize is >= 256 and <= 2048 && IsLogarithm(block[122], inodeSize)
            && (BinaryPrimitives.ReadUInt16BigEndian(block[100..]) & 0xF) is 4 or 5
            && BinaryPrimitives.ReadUInt64BigEndian(block[8..]) != 0
            && BinaryPrimitives.ReadUInt32BigEndian(block[84..]) != 0
            && BinaryPrimitives.ReadUInt32BigEndian(block[88..]) != 0;
    }

    private static bool IsLogarithm(byte logarithm, uint value) => BitOperations.IsPow2(value) && BitOperations.Log2(value) == logarithm;

    private static bool CrcMatches(ReadOnlySpan<byte> sector) =>
        Crc32C.OfStructure(sector, CrcOffset) == BinaryPrimitives.ReadUInt32LittleEndian(sector[CrcOffset..]);
}
