using System.Buffers.Binary;

namespace Replication.Disks.Nbd;

/// <summary>The 20 bytes before a chunk of a structured reply.</summary>
internal readonly record struct NbdChunkHeader(bool Done, NbdChunkType Type, ulong Cookie, uint Length)
{
    private const ushort DoneFlag = 1;

    public bool IsError => ((ushort)Type & 0x8000) != 0;

    /// <summary>Flags that are not known say nothing about what the chunk contains and are passed over.</summary>
    public static NbdChunkHeader ReadFrom(ReadOnlySpan<byte> source) => new(
        (BinaryPrimitives.ReadUInt16BigEndian(source[4..]) & DoneFlag) != 0,
        (NbdChunkType)BinaryPrimitives.ReadUInt16BigEndian(source[6..]),
        BinaryPrimitives.ReadUInt64BigEndian(source[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(source[16..]));

    public void WriteTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, NbdMagic.StructuredReply);
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], Done ? DoneFlag : (ushort)0);
        BinaryPrimitives.WriteUInt16BigEndian(target[6..], (ushort)Type);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], Cookie);
        BinaryPrimitives.WriteUInt32BigEndian(target[16..], Length);
    }
}
