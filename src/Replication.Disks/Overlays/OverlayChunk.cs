using System.Buffers.Binary;
using Replication.Disks.Checksums;

namespace Replication.Disks.Overlays;

/// <summary>The unit in which an overlay keeps what was written.</summary>
internal static class OverlayChunk
{
    /// <summary>Page and cluster size of nearly every guest, so that their writes need nothing from below.</summary>
    public const int Size = 4096;

    public static long Of(long offset) => offset / Size;

    /// <summary>Chunks that a length takes.</summary>
    public static long Count(long length) => (length + Size - 1) / Size;

    /// <summary>CRC-32C over the chunk's number and content: content that ended up in another chunk's place is noticed as well.</summary>
    public static uint Checksum(long chunk, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, chunk);
        return ~Crc32C.Append(Crc32C.Append(Crc32C.Seed, number), content);
    }
}
