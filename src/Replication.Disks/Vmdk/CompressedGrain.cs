using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Replication.Disks.Files;

namespace Replication.Disks.Vmdk;

/// <summary>
/// A grain of a stream: marker with the grain's first sector and the size of the data, then a zlib stream (RFC 1950),
/// whose Adler-32 proves the content.
/// </summary>
internal static class CompressedGrain
{
    /// <summary>Deflate enlarges by at most an eighth; twice the grain refuses nothing that a writer makes.</summary>
    private const int MaxExpansion = 2;

    /// <summary>Adler-32 at the end of a zlib stream (RFC 1950, 2.2), big-endian.</summary>
    private const int ChecksumSize = 4;

    public static void Read(ImageFile file, long position, long grain, int grainBytes, Span<byte> target)
    {
        Span<byte> head = stackalloc byte[StreamMarker.GrainHeaderSize];
        file.Read(position, head);
        ulong sector = BinaryPrimitives.ReadUInt64LittleEndian(head);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        ulong expected = (ulong)grain * (ulong)(grainBytes / VmdkLimits.SectorSize);
        if (sector != expected || size <= ChecksumSize || size > (uint)grainBytes * MaxExpansion)
        {
            throw VmdkErrors.Damaged(
                file.Path, position, $"The marker says sector {sector} and {size} bytes.",
                $"the marker of sector {expected} with at most {grainBytes * MaxExpansion} bytes");
        }

        byte[] compressed = ArrayPool<byte>.Shared.Rent((int)size);
        byte[] plain = ArrayPool<byte>.Shared.Rent(grainBytes + 1);
        try
        {
            file.Read(position + StreamMarker.GrainHeaderSize, compressed.AsSpan(0, (int)size));
            int length = Inflate(file.Path, position, compressed, (int)size, plain.AsSpan(0, grainBytes + 1));
            if (length < target.Length || length > grainBytes)
            {
                throw VmdkErrors.Damaged(
                    file.Path, position, $"The grain has {length} bytes when decompressed.", $"{target.Length} to {grainBytes}");
            }

            plain.AsSpan(0, target.Length).CopyTo(target);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    /// <summary>The target has room for one byte more than a grain: that byte being used tells a stream that is too long.</summary>
    private static int Inflate(string path, long position, byte[] compressed, int size, Span<byte> target)
    {
        try
        {
            using var source = new MemoryStream(compressed, 0, size, writable: false);
            using var zlib = new ZLibStream(source, CompressionMode.Decompress);
            int length = 0;
            while (length < target.Length)
            {
                int read = zlib.Read(target[length..]);
                if (read == 0) break;
                length += read;
            }

            return length;
        }
        catch (InvalidDataException e)
        {
            throw VmdkErrors.Damaged(path, position, "The compressed grain is damaged.", "a zlib stream with a correct checksum", e);
        }
    }
}
