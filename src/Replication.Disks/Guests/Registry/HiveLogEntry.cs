using System.Buffers.Binary;
using Replication.Disks.Checksums;

namespace Replication.Disks.Guests;

/// <summary>
/// One change in a log ("HvLE"): length at 4, sequence number at 12, length of the hive's bins after it at 16, number of pages at 20,
/// checksums of the rest and of these fields at 24 and 32, from 40 on offset and length of each page, then the pages.
/// </summary>
internal sealed class HiveLogEntry
{
    private const int HeaderSize = 40;
    private const int CheckedHeaderSize = 32;
    private const int ReferenceSize = 8;
    private const int BinUnit = 4096;
    private const ulong Seed = 0x82EF4D887A4E55C5;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _pages;

    private HiveLogEntry(ReadOnlyMemory<byte> bytes, int pages)
    {
        _bytes = bytes;
        _pages = pages;
    }

    public int Length => _bytes.Length;

    public uint Sequence => U32(_bytes.Span, 12);

    public uint BinsLength => U32(_bytes.Span, 16);

    /// <summary>The entry at the start of some bytes, or null when there is no whole and sound one.</summary>
    public static HiveLogEntry? Read(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.Length < HeaderSize || !span.StartsWith("HvLE"u8)) return null;
        uint length = U32(span, 4);
        if (length < HeaderSize || length % HiveBaseBlock.SectorSize != 0 || length > span.Length || U32(span, 16) % BinUnit != 0) return null;
        span = span[..(int)length];
        if (Marvin32.Compute(span[HeaderSize..], Seed) != U64(span, 24) || Marvin32.Compute(span[..CheckedHeaderSize], Seed) != U64(span, CheckedHeaderSize)) return null;

        // From here on the writer vouches for it; what would lead outside is refused all the same.
        uint pages = U32(span, 20);
        if (pages > (length - HeaderSize) / ReferenceSize) return null;
        long content = HeaderSize + (long)pages * ReferenceSize;
        for (int i = 0; i < pages; i++)
        {
            (uint offset, uint size) = Reference(span, i);
            content += size;
            if (content > length || (long)offset + size > U32(span, 16)) return null;
        }

        return new HiveLogEntry(bytes[..(int)length], (int)pages);
    }

    /// <summary>Writes the pages into a hive's bins, which are <see cref="BinsLength"/> long.</summary>
    public void Apply(Span<byte> bins)
    {
        ReadOnlySpan<byte> span = _bytes.Span;
        int content = HeaderSize + _pages * ReferenceSize;
        for (int i = 0; i < _pages; i++)
        {
            (uint offset, uint size) = Reference(span, i);
            span.Slice(content, (int)size).CopyTo(bins[(int)offset..]);
            content += (int)size;
        }
    }

    private static (uint Offset, uint Size) Reference(ReadOnlySpan<byte> entry, int index)
    {
        int at = HeaderSize + index * ReferenceSize;
        return (U32(entry, at), U32(entry, at + 4));
    }

    private static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
