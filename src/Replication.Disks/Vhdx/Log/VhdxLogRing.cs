using System.Buffers.Binary;
using Replication.Disks.Checksums;

namespace Replication.Disks.Vhdx.Log;

/// <summary>
/// The log as a ring of 4 KiB sectors ([MS-VHDX] 2.3), and the validation of the entry that starts at a sector. An entry
/// may wrap around the end; descriptors and data never cross a sector. Every sector of an entry but its first starts with
/// another signature than an entry, so entries that get as far as their checksum never overlap and checking all of them
/// costs one pass over the ring, however the log was crafted.
/// </summary>
internal sealed class VhdxLogRing(byte[] bytes, Guid logGuid)
{
    public const int SectorSize = 4096;

    private const int HeaderSize = 64;
    private const int ChecksumOffset = 4;

    private readonly VhdxLogEntry?[] _entries = new VhdxLogEntry?[bytes.Length / SectorSize];
    private readonly bool[] _evaluated = new bool[bytes.Length / SectorSize];

    private static ReadOnlySpan<byte> EntrySignature => "loge"u8;

    private static ReadOnlySpan<byte> DataSignature => "data"u8;

    public int Length => bytes.Length;

    /// <summary>The valid entry that starts at <paramref name="offset"/>, or null.</summary>
    public VhdxLogEntry? EntryAt(int offset)
    {
        int index = offset / SectorSize;
        if (!_evaluated[index])
        {
            _evaluated[index] = true;
            _entries[index] = Evaluate(offset);
        }

        return _entries[index];
    }

    /// <summary>The descriptors of a valid entry, and for each data descriptor the offset of its data sector in the ring.</summary>
    public IEnumerable<(VhdxLogDescriptor Descriptor, int DataSector)> Descriptors(VhdxLogEntry entry)
    {
        int dataSector = DescriptorSectors(entry.DescriptorCount);
        for (int i = 0; i < entry.DescriptorCount; i++)
        {
            if (DescriptorAt(entry.Offset, i) is not { } descriptor) yield break;
            yield return (descriptor, descriptor.IsData ? Wrap(entry.Offset, dataSector++) : -1);
        }
    }

    /// <summary>The 4 KiB that a data descriptor writes: its leading and trailing bytes around those of the data sector.</summary>
    public byte[] Restore(VhdxLogDescriptor descriptor, int dataSector)
    {
        byte[] sector = bytes.AsSpan(dataSector, SectorSize).ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(sector, descriptor.Leading);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(SectorSize - sizeof(uint)), descriptor.Trailing);
        return sector;
    }

    private static int DescriptorSectors(int count) =>
        (int)((HeaderSize + (long)count * VhdxLogDescriptor.Size + SectorSize - 1) / SectorSize);

    private int Wrap(int offset, int sectors) => (int)((offset + (long)sectors * SectorSize) % bytes.Length);

    private VhdxLogDescriptor? DescriptorAt(int entryOffset, int index)
    {
        int position = HeaderSize + index * VhdxLogDescriptor.Size;
        return VhdxLogDescriptor.TryRead(bytes.AsSpan(Wrap(entryOffset, position / SectorSize) + position % SectorSize));
    }

    private VhdxLogEntry? Evaluate(int offset)
    {
        ReadOnlySpan<byte> header = bytes.AsSpan(offset, SectorSize);
        if (!header.StartsWith(EntrySignature) || new Guid(header.Slice(32, 16)) != logGuid) return null;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        uint tail = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        ulong sequence = BinaryPrimitives.ReadUInt64LittleEndian(header[16..]);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(header[24..]);
        if (length == 0 || length > bytes.Length || length % SectorSize != 0) return null;
        if (tail >= bytes.Length || tail % SectorSize != 0 || sequence == 0) return null;
        if (count > length / VhdxLogDescriptor.Size) return null;
        if (!SectorsMatch(offset, (int)length, sequence, (int)count) || !ChecksumMatches(offset, (int)length)) return null;
        return new VhdxLogEntry(
            offset, (int)length, (int)tail, sequence, (int)count,
            BinaryPrimitives.ReadInt64LittleEndian(header[48..]), BinaryPrimitives.ReadInt64LittleEndian(header[56..]));
    }

    private bool SectorsMatch(int offset, int length, ulong sequence, int count)
    {
        int sector = DescriptorSectors(count);
        int sectors = length / SectorSize;
        for (int i = 0; i < count; i++)
        {
            if (DescriptorAt(offset, i) is not { } descriptor || descriptor.SequenceNumber != sequence) return false;
            if (!descriptor.IsData) continue;
            if (sector >= sectors) return false;
            ReadOnlySpan<byte> data = bytes.AsSpan(Wrap(offset, sector++), SectorSize);
            ulong written = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) << 32
                | BinaryPrimitives.ReadUInt32LittleEndian(data[(SectorSize - 4)..]);
            if (!data.StartsWith(DataSignature) || written != sequence) return false;
        }

        return sector == sectors;
    }

    private bool ChecksumMatches(int offset, int length)
    {
        ReadOnlySpan<byte> first = bytes.AsSpan(offset, SectorSize);
        uint crc = Crc32C.Append(Crc32C.Seed, first[..ChecksumOffset]);
        crc = Crc32C.Append(crc, stackalloc byte[sizeof(uint)]);
        crc = Crc32C.Append(crc, first[(ChecksumOffset + sizeof(uint))..]);
        for (int sector = 1; sector < length / SectorSize; sector++)
        {
            crc = Crc32C.Append(crc, bytes.AsSpan(Wrap(offset, sector), SectorSize));
        }

        return ~crc == BinaryPrimitives.ReadUInt32LittleEndian(first[ChecksumOffset..]);
    }
}
