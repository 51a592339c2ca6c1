using System.Buffers.Binary;
using System.Numerics;
using Replication.Disks.Checksums;

namespace Replication.Disks.Layout;

/// <summary>
/// UEFI 2.10, table 5.5 "GPT Header":
/// <code>
///  0 Signature "EFI PART"  8 Revision u32   12 HeaderSize u32  16 HeaderCRC32      24 MyLBA u64         32 AlternateLBA u64
/// 40 FirstUsableLBA u64   48 LastUsableLBA  56 DiskGUID        72 PartitionEntryLBA u64
/// 80 NumberOfPartitionEntries u32           84 SizeOfPartitionEntry u32             88 PartitionEntryArrayCRC32
/// </code>
/// </summary>
internal sealed record GptHeader(
    ulong Alternate, ulong FirstUsable, ulong LastUsable, Guid DiskId, ulong EntriesSector, int EntryCount, int EntrySize, uint EntriesCrc)
{
    private const int MinSize = 92;

    /// <summary>Partitioning tools make 128; larger tables than this are a defect.</summary>
    private const uint MaxEntries = 4096;

    /// <summary>"128 x 2^n"; nobody has used more than 128 yet.</summary>
    private const uint MinEntrySize = 128;
    private const uint MaxEntrySize = 4096;

    /// <summary>Entry array that is still read: 4096 entries of 256 bytes.</summary>
    private const int MaxArrayBytes = 1 << 20;

    public int ArrayBytes => EntryCount * EntrySize;

    /// <summary>Null with the reason when this is not an intact header for that sector of a disk with so many sectors.</summary>
    public static GptHeader? ReadFrom(ReadOnlySpan<byte> sector, ulong mySector, ulong diskSectors, out string defect)
    {
        defect = "";
        if (!sector.StartsWith("EFI PART"u8))
        {
            defect = "there is no signature";
            return null;
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(sector[12..]);
        if (size < MinSize || size > sector.Length)
        {
            defect = $"its size is {size}";
            return null;
        }

        Span<byte> copy = stackalloc byte[(int)size];
        sector[..(int)size].CopyTo(copy);
        copy.Slice(16, 4).Clear();
        if (Crc32.Compute(copy) != BinaryPrimitives.ReadUInt32LittleEndian(sector[16..]))
        {
            defect = "its checksum is wrong";
            return null;
        }

        ulong own = BinaryPrimitives.ReadUInt64LittleEndian(sector[24..]);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(sector[80..]);
        uint entrySize = BinaryPrimitives.ReadUInt32LittleEndian(sector[84..]);
        ulong entries = BinaryPrimitives.ReadUInt64LittleEndian(sector[72..]);
        if (own != mySector)
        {
            defect = $"it is made for sector {own}";
            return null;
        }

        if (count is 0 or > MaxEntries || entrySize is < MinEntrySize or > MaxEntrySize || !BitOperations.IsPow2(entrySize)
            || (ulong)count * entrySize > MaxArrayBytes || entries < 2 || entries >= diskSectors)
        {
            defect = $"it describes {count} entries of {entrySize} bytes at sector {entries}";
            return null;
        }

        return new GptHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(sector[32..]), BinaryPrimitives.ReadUInt64LittleEndian(sector[40..]),
            BinaryPrimitives.ReadUInt64LittleEndian(sector[48..]), new Guid(sector.Slice(56, 16)), entries, (int)count, (int)entrySize,
            BinaryPrimitives.ReadUInt32LittleEndian(sector[88..]));
    }
}
