using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Replication.Core.Snapshots;
using Replication.Store.Data;

namespace Replication.Store.Pending;

/// <summary>
/// One record of a pending snapshot's log (format.md, "Put log"): 0 kind in four letters · 4 CRC-32C of the record with
/// this field zero · 8 sequence (its place in the log) · 16 block, or for a mark the number of records it covers ·
/// 24 SHA-256 · 56 eight grain pointers · 120 zeros. 128 bytes divide a sector, so that a record is never torn.
/// </summary>
internal readonly struct PutRecord(PutRecordKind kind, long sequence, long block, BlockEntry entry)
{
    public const int Size = 128;

    private const uint PutMagic = 0x31545550; // "PUT1"
    private const uint MarkMagic = 0x314B524D; // "MRK1"
    private const uint VoidMagic = 0x314C554E; // "NUL1"
    private const int CrcOffset = 4;
    private const int SequenceOffset = 8;
    private const int BlockOffset = 16;
    private const int DigestOffset = 24;
    private const int GrainsOffset = 56;

    public readonly PutRecordKind Kind = kind;

    public readonly long Sequence = sequence;

    public readonly long Block = block;

    /// <summary>With the digest as it was verified on arrival: of a block of zeros that of zeros.</summary>
    public readonly BlockEntry Arrived = entry;

    /// <summary>As the index keeps it: a block of zeros is absent.</summary>
    public BlockEntry Entry => Arrived.Digest == BlockDigest.OfZeroBlock ? default : Arrived;

    public static PutRecord ReadFrom(ReadOnlySpan<byte> bytes, long sequence)
    {
        PutRecordKind kind = BinaryPrimitives.ReadUInt32LittleEndian(bytes) switch
        {
            PutMagic => PutRecordKind.Put,
            MarkMagic => PutRecordKind.Mark,
            VoidMagic => PutRecordKind.Void,
            _ => PutRecordKind.Invalid,
        };
        if (kind == PutRecordKind.Invalid
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcOffset..]) != Checksum(bytes)
            || BinaryPrimitives.ReadInt64LittleEndian(bytes[SequenceOffset..]) != sequence) return default;
        return new PutRecord(
            kind,
            sequence,
            BinaryPrimitives.ReadInt64LittleEndian(bytes[BlockOffset..]),
            new BlockEntry(new BlockDigest(bytes.Slice(DigestOffset, BlockDigest.Size)), MemoryMarshal.Read<GrainPointers>(bytes[GrainsOffset..])));
    }

    public void WriteTo(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Kind switch
        {
            PutRecordKind.Put => PutMagic,
            PutRecordKind.Mark => MarkMagic,
            _ => VoidMagic,
        });
        BinaryPrimitives.WriteInt64LittleEndian(bytes[SequenceOffset..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[BlockOffset..], Block);
        Arrived.Digest.WriteTo(bytes[DigestOffset..]);
        MemoryMarshal.Write(bytes[GrainsOffset..], in Arrived.Grains);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CrcOffset..], Checksum(bytes[..Size]));
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        Span<byte> copy = stackalloc byte[Size];
        bytes[..Size].CopyTo(copy);
        copy.Slice(CrcOffset, sizeof(uint)).Clear();
        return Crc.Of(copy);
    }
}
