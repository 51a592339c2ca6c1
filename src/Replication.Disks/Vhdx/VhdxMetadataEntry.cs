using System.Buffers.Binary;

namespace Replication.Disks.Vhdx;

/// <summary>[MS-VHDX] 2.6.1.2: one metadata table entry.</summary>
internal readonly record struct VhdxMetadataEntry(Guid ItemId, uint Offset, uint Length, uint Flags)
{
    public const int Size = 32;
    public const uint UserFlag = 1;
    public const uint VirtualDiskFlag = 2;
    public const uint RequiredFlag = 4;

    public bool IsUser => (Flags & UserFlag) != 0;

    public bool IsRequired => (Flags & RequiredFlag) != 0;

    public static VhdxMetadataEntry Read(ReadOnlySpan<byte> bytes) => new(
        new Guid(bytes[..16]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]));

    public void WriteTo(Span<byte> bytes)
    {
        ItemId.TryWriteBytes(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[16..], Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[20..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[24..], Flags);
    }
}
