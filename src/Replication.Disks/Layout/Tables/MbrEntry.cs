using System.Buffers.Binary;

namespace Replication.Disks.Layout;

/// <summary>16 bytes of a partition table: flag, CHS start, type at 4, CHS end, first sector at 8, sectors at 12.</summary>
internal readonly record struct MbrEntry(byte Flag, byte Type, uint FirstSector, uint Sectors)
{
    public const int Size = 16;
    public const byte Active = 0x80;

    public bool IsUsed => Type != 0 && Sectors != 0;

    public static MbrEntry ReadFrom(ReadOnlySpan<byte> source) => new(
        source[0], source[4], BinaryPrimitives.ReadUInt32LittleEndian(source[8..]), BinaryPrimitives.ReadUInt32LittleEndian(source[12..]));
}
