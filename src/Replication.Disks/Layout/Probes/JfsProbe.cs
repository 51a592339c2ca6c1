using System.Buffers.Binary;

namespace Replication.Disks.Layout;

/// <summary>
/// JFS superblock at 32 KiB (struct jfs_superblock): "JFS1", version at 4, block size at 16 with its logarithm at 20, the
/// difference to the physical one at 22, physical block size at 24 with its logarithm at 28, uuid at 136, label at 152.
/// </summary>
internal sealed class JfsProbe : IFileSystemProbe
{
    private const int Offset = 32 * 1024;
    private const int Size = 512;

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken) =>
        await volume.ReadAsync(Offset, Size, cancellationToken) is { } block && IsConsistent(block.Span)
            ? new ProbeResult("jfs", VolumeText.Utf8(block.Span.Slice(152, 16)), VolumeText.Uuid(block.Span.Slice(136, 16)))
            : null;

    private static bool IsConsistent(ReadOnlySpan<byte> block)
    {
        if (!block.StartsWith("JFS1"u8)) return false;
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);
        uint blockSize = BinaryPrimitives.ReadUInt32LittleEndian(block[16..]);
        ushort blockLog = BinaryPrimitives.ReadUInt16LittleEndian(block[20..]);
        ushort factorLog = BinaryPrimitives.ReadUInt16LittleEndian(block[22..]);
        uint physicalSize = BinaryPrimitives.ReadUInt32LittleEndian(block[24..]);
        ushort physicalLog = BinaryPrimitives.ReadUInt16LittleEndian(block[28..]);
        return version is 1 or 2 && blockLog is >= 9 and <= 16 && physicalLog is >= 9 and <= 16
            && blockSize == 1u << blockLog && physicalSize == 1u << physicalLog && blockLog - physicalLog == factorLog
            && BinaryPrimitives.ReadInt64LittleEndian(block[8..]) > 0;
    }
}
