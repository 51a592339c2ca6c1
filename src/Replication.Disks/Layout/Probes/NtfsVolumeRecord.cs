using System.Buffers.Binary;

namespace Replication.Disks.Layout;

/// <summary>
/// An MFT record: "FILE", update sequence array at the offset in 4 with the count in 6, first attribute at the offset in
/// 20. The last two bytes of each 512 are swapped out to the array and have to be put back before anything is read.
/// </summary>
internal static class NtfsVolumeRecord
{
    private const int Stride = 512;
    private const uint VolumeName = 0x60;
    private const uint EndOfAttributes = 0xFFFFFFFF;
    private const int MinAttribute = 24;

    /// <summary>Null for a record that is not intact, and for a volume without a label.</summary>
    public static string? Label(ReadOnlySpan<byte> source)
    {
        if (!source.StartsWith("FILE"u8)) return null;
        byte[] record = source.ToArray();
        if (!RestoreSectorEnds(record)) return null;
        int position = BinaryPrimitives.ReadUInt16LittleEndian(record.AsSpan(20));
        while (position <= record.Length - MinAttribute)
        {
            var attribute = record.AsSpan(position);
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(attribute);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(attribute[4..]);
            if (type == EndOfAttributes || length < MinAttribute || length > attribute.Length) return null;
            if (type == VolumeName)
            {
                bool resident = attribute[8] == 0;
                uint size = BinaryPrimitives.ReadUInt32LittleEndian(attribute[16..]);
                ushort start = BinaryPrimitives.ReadUInt16LittleEndian(attribute[20..]);
                return resident && size <= length && start <= length - size ? VolumeText.Utf16(attribute.Slice(start, (int)size)) : null;
            }

            position += (int)length;
        }

        return null;
    }

    private static bool RestoreSectorEnds(Span<byte> record)
    {
        int array = BinaryPrimitives.ReadUInt16LittleEndian(record[4..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(record[6..]);
        if (count != record.Length / Stride + 1 || array + count * 2 > record.Length) return false;
        var number = record.Slice(array, 2);
        for (int i = 1; i < count; i++)
        {
            var end = record.Slice(i * Stride - 2, 2);
            if (!end.SequenceEqual(number)) return false;
            record.Slice(array + i * 2, 2).CopyTo(end);
        }

        return true;
    }
}
