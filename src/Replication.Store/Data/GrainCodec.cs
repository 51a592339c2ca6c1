using System.Buffers.Binary;
using System.IO.Compression;
using Replication.Core.Snapshots;

namespace Replication.Store.Data;

/// <summary>
/// A compressed grain on disk (format.md, "Compressed grain"): 32-bit length of the payload, the Brotli payload, zeros
/// up to the page. Every bit counts: the length must need exactly the pages of the pointer, the rest must be zero and
/// the payload must give exactly one grain.
/// </summary>
internal static class GrainCodec
{
    /// <summary>Largest size that still saves a page.</summary>
    public const int MaximumBytes = (GrainPointer.RawPages - 1) * StorePage.Size;

    private const int HeaderSize = sizeof(int);

    // The fastest level; higher ones cost more time than the space is worth while a disk is being copied.
    private const int Quality = 1;

    // 64 KiB: the whole grain.
    private const int WindowBits = 16;

    /// <summary>Pages used in the destination; 0 when compression does not save one.</summary>
    public static int Encode(ReadOnlySpan<byte> grain, Span<byte> destination)
    {
        Span<byte> payload = destination[HeaderSize..MaximumBytes];
        if (!BrotliEncoder.TryCompress(grain, payload, out int length, Quality, WindowBits)) return 0;
        BinaryPrimitives.WriteInt32LittleEndian(destination, length);
        int pages = StorePage.Count(HeaderSize + length);
        destination[(HeaderSize + length)..(pages * StorePage.Size)].Clear();
        return pages;
    }

    /// <summary>Null when the grain was restored, else what is wrong.</summary>
    public static string? Decode(ReadOnlySpan<byte> stored, Span<byte> grain)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(stored);
        if (length <= 0 || length > stored.Length - HeaderSize || StorePage.Count(HeaderSize + length) * StorePage.Size != stored.Length)
            return $"a compressed grain claims {length} bytes in {stored.Length}";
        if (stored[(HeaderSize + length)..].ContainsAnyExcept((byte)0)) return "the padding of a compressed grain is not zero";
        return BrotliDecoder.TryDecompress(stored.Slice(HeaderSize, length), grain, out int written) && written == BlockGeometry.GrainSize
            ? null
            : "a compressed grain cannot be decompressed";
    }
}
