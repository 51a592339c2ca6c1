using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using Replication.Disks.Checksums;

namespace Replication.Disks.Layout;

/// <summary>
/// Btrfs superblock at 64 KiB (btrfs on-disk format, "Superblock"): checksum at 0 over the rest of 4096 bytes, uuid at
/// 0x20, own position at 0x30, magic at 0x40, size at 0x70, devices at 0x88, sector and node size at 0x90, kind of checksum
/// at 0xC4, label at 0x12B. CRC-32C and SHA-256 are verified; the other two kinds are not in the runtime.
/// </summary>
internal sealed class BtrfsProbe : IFileSystemProbe
{
    private const int Offset = 64 * 1024;
    private const int Size = 4096;
    private const int ChecksumBytes = 32;
    private const int LabelBytes = 256;

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken) =>
        await volume.ReadAsync(Offset, Size, cancellationToken) is { } block && IsConsistent(block.Span) && ChecksumMatches(block.Span)
            ? new ProbeResult(
                "btrfs", VolumeText.Utf8(block.Span.Slice(0x12B, LabelBytes)), VolumeText.Uuid(block.Span.Slice(0x20, 16)))
            : null;

    private static bool IsConsistent(ReadOnlySpan<byte> block) =>
        block[0x40..].StartsWith("_BHRfS_M"u8)
        && BinaryPrimitives.ReadUInt64LittleEndian(block[0x30..]) == Offset
        && BinaryPrimitives.ReadUInt64LittleEndian(block[0x70..]) != 0
        && BinaryPrimitives.ReadUInt64LittleEndian(block[0x88..]) != 0
        && IsSize(BinaryPrimitives.ReadUInt32LittleEndian(block[0x90..]))
        && IsSize(BinaryPrimitives.ReadUInt32LittleEndian(block[0x94..]));

    private static bool IsSize(uint size) => size is >= 4096 and <= 65536 && BitOperations.IsPow2(size);

    private static bool ChecksumMatches(ReadOnlySpan<byte> block) => BinaryPrimitives.ReadUInt16LittleEndian(block[0xC4..]) switch
    {
        0 => ~Crc32C.Append(uint.MaxValue, block[ChecksumBytes..]) == BinaryPrimitives.ReadUInt32LittleEndian(block),
        1 or 3 => true,
        2 => SHA256.HashData(block[ChecksumBytes..]).AsSpan().SequenceEqual(block[..ChecksumBytes]),
        _ => false,
    };
}
