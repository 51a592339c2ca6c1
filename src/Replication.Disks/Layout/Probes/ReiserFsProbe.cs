using System.Buffers.Binary;
using System.Numerics;

namespace Replication.Disks.Layout;

/// <summary>
/// ReiserFS superblock at 64 KiB: blocks at 0, first block of the journal at 12, block size at 44, magic at 52, uuid at
/// 84 and label at 100 (3.6 on).
/// </summary>
internal sealed class ReiserFsProbe : IFileSystemProbe
{
    private const int Offset = 64 * 1024;
    private const int Size = 204;

    public async ValueTask<ProbeResult?> ProbeAsync(VolumeWindow volume, CancellationToken cancellationToken) =>
        await volume.ReadAsync(Offset, Size, cancellationToken) is { } block ? Recognise(block.Span) : null;

    private static ProbeResult? Recognise(ReadOnlySpan<byte> block)
    {
        var magic = block[52..];
        bool old = magic.StartsWith("ReIsErFs"u8);
        if (!old && !magic.StartsWith("ReIsEr2Fs"u8) && !magic.StartsWith("ReIsEr3Fs"u8)) return null;
        ushort blockSize = BinaryPrimitives.ReadUInt16LittleEndian(block[44..]);
        if (blockSize < 1024 || !BitOperations.IsPow2((uint)blockSize) || BinaryPrimitives.ReadUInt32LittleEndian(block) == 0) return null;

        // A journal that begins before this place holds copies of superblocks, and this would be one of them.
        if (BinaryPrimitives.ReadUInt32LittleEndian(block[12..]) < Offset / blockSize) return null;
        return new ProbeResult(
            "reiserfs", old ? null : VolumeText.Utf8(block.Slice(100, 16)), old ? null : VolumeText.Uuid(block.Slice(84, 16)));
    }
}
