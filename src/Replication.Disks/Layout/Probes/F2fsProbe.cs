using System.Buffers.Binary;

namespace Replication.Disks.Layout;

/// <summary>
/// F2FS superblock at 1024 (kernel documentation and struct f2fs_super_block): magic, major version at 4, logarithms of sector
/// size at 8, of sectors per block at 12, of block size at 16, uuid at 108, label in UTF-16 at 124.
/// </summary>
internal sealed class F2fsProbe : IFileSystemProbe
{
    private const int Offset = 1024;
    private const int Size = 124 + 1024;
    private const uint Magic = 0xF2F52010;

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken) =>
        await volume.ReadAsync(Offset, Size, cancellationToken) is { } block && IsConsistent(block.Span)
            ? new ProbeResult("f2fs", VolumeText.Utf16(block.Span[124..]), VolumeText.Uuid(block.Span.Slice(108, 16)))
            : null;

    private static bool IsConsistent(ReadOnlySpan<byte> block)
    {
        uint sectorLog = BinaryPrimitives.ReadUInt32LittleEndian(block[8..]);
        uint perBlockLog = BinaryPrimitives.ReadUInt32LittleEndian(block[12..]);
        uint blockLog = BinaryPrimitives.ReadUInt32LittleEndian(block[16..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(block) == Magic && BinaryPrimitives.ReadUInt16LittleEndian(block[4..]) == 1
            && sectorLog is >= 9 and <= 12 && blockLog is >= 12 and <= 16 && (ulong)sectorLog + perBlockLog == blockLog;
    }
}
