using System.Buffers.Binary;

namespace Replication.Disks.Vmdk;

/// <summary>
/// Virtual Disk Format 5.0, "Stream-Optimized Compressed Sparse Extents": struct Marker. Eight bytes of value, four of
/// size; with size 0 a four-byte type follows and the marker fills one sector. With a size it is a grain: the value is
/// its first sector on the disk and the compressed data follow at byte 12.
/// </summary>
internal readonly record struct StreamMarker(ulong Value, uint DataSize, uint Type)
{
    public const int GrainHeaderSize = 12;
    public const int Size = 16;
    public const uint EndOfStream = 0;
    public const uint GrainTable = 1;
    public const uint GrainDirectory = 2;
    public const uint Footer = 3;

    public static StreamMarker ReadFrom(ReadOnlySpan<byte> source)
    {
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]);
        return new StreamMarker(
            BinaryPrimitives.ReadUInt64LittleEndian(source), size, size == 0 ? BinaryPrimitives.ReadUInt32LittleEndian(source[12..]) : 0);
    }

    /// <summary>Metadata marker: <see cref="Value"/> is the number of sectors that follow it.</summary>
    public static void WriteMetadata(Span<byte> sector, ulong sectors, uint type)
    {
        sector[..VmdkLimits.SectorSize].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(sector, sectors);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[12..], type);
    }

    public static void WriteGrain(Span<byte> target, long firstSector, int dataSize)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, firstSector);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], dataSize);
    }
}
