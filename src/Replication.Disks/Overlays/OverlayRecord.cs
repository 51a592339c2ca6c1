using System.Buffers.Binary;
using Replication.Disks.Checksums;

namespace Replication.Disks.Overlays;

/// <summary>
/// A record of the map, little-endian: CRC-32C of all that follows 0..4, kind 4..8, own offset in the file 8..16, first chunk 16..24, number of
/// chunks 24..32, first slot 32..36, session 36..40, then for <see cref="OverlayRecordKind.Data"/> the checksum of each chunk, filled up to a
/// multiple of eight bytes. With its own offset in it a record counts at its place alone, and with its session in its life alone.
/// </summary>
internal sealed record OverlayRecord(OverlayRecordKind Kind, long Chunk = 0, long Count = 0, uint Slot = 0, uint[]? Checksums = null, uint Session = 0)
{
    public const int HeaderSize = 40;

    public const int Alignment = 8;

    /// <summary>Chunks of one data record: 32 MiB, what one NBD request may carry.</summary>
    public const int MaxChunks = 8192;

    public const int MaxSize = HeaderSize + (MaxChunks * sizeof(uint));

    public int Size => SizeOf(Checksums?.Length ?? 0);

    public void WriteTo(Span<byte> bytes, long offset)
    {
        bytes[..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)Kind);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], offset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Chunk);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Count);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[32..], Slot);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[36..], Session);
        for (int i = 0; i < (Checksums?.Length ?? 0); i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes[(HeaderSize + (i * sizeof(uint)))..], Checksums![i]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, ~Crc32C.Append(Crc32C.Seed, bytes[4..Size]));
    }

    /// <summary>The record at the beginning of the bytes; null when there is none that is whole and in its place.</summary>
    public static OverlayRecord? TryRead(ReadOnlySpan<byte> bytes, long offset)
    {
        if (bytes.Length < HeaderSize) return null;
        var kind = (OverlayRecordKind)BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        long chunk = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        long count = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]);
        if (kind is < OverlayRecordKind.Opened or > OverlayRecordKind.Durable) return null;
        if (BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) != offset || chunk < 0 || count < 0) return null;
        if (kind == OverlayRecordKind.Data && count is 0 or > MaxChunks) return null;
        int checksums = kind == OverlayRecordKind.Data ? (int)count : 0;
        int size = SizeOf(checksums);
        if (size > bytes.Length || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != ~Crc32C.Append(Crc32C.Seed, bytes[4..size])) return null;
        uint[]? all = null;
        if (checksums > 0)
        {
            all = new uint[checksums];
            for (int i = 0; i < checksums; i++) all[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(HeaderSize + (i * sizeof(uint)))..]);
        }

        return new OverlayRecord(
            kind, chunk, count, BinaryPrimitives.ReadUInt32LittleEndian(bytes[32..]), all, BinaryPrimitives.ReadUInt32LittleEndian(bytes[36..]));
    }

    /// <summary>Whether it can follow a record of this session.</summary>
    public bool Follows(uint session) => Kind == OverlayRecordKind.Opened ? Slot == session : Session == session;

    private static int SizeOf(int checksums) => (HeaderSize + (checksums * sizeof(uint)) + Alignment - 1) / Alignment * Alignment;
}
