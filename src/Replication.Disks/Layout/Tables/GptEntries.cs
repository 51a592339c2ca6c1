using System.Buffers.Binary;
using System.Text;
using Replication.Core.Disks;

namespace Replication.Disks.Layout;

/// <summary>
/// UEFI 2.10, table 5.6 "GPT Partition Entry": type GUID, unique GUID, first and last sector (inclusive) at 32 and 40,
/// attributes at 48, name of 36 UTF-16 units at 56.
/// </summary>
internal static class GptEntries
{
    private const int NameOffset = 56;
    private const int NameBytes = 72;

    /// <summary>Attribute bit 2, "Legacy BIOS Bootable".</summary>
    private const ulong LegacyBootable = 4;

    public static IReadOnlyList<DiskPartition> Read(
        ReadOnlySpan<byte> array, GptHeader header, int sectorSize, long diskLength, List<string> warnings)
    {
        var partitions = new List<DiskPartition>();
        for (int i = 0; i < header.EntryCount; i++)
        {
            var entry = array.Slice(i * header.EntrySize, header.EntrySize);
            var type = new Guid(entry[..16]);
            if (type == Guid.Empty) continue;
            ulong first = BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]);
            ulong last = BinaryPrimitives.ReadUInt64LittleEndian(entry[40..]);
            var extent = PartitionBounds.Clip(
                i + 1, (decimal)first * sectorSize, ((decimal)last - first + 1) * sectorSize, diskLength, warnings);
            if (extent is null) continue;
            string name = Encoding.Unicode.GetString(entry.Slice(NameOffset, NameBytes));
            int end = name.IndexOf('\0');
            if (end >= 0) name = name[..end];
            bool bootable = (BinaryPrimitives.ReadUInt64LittleEndian(entry[48..]) & LegacyBootable) != 0;
            partitions.Add(new DiskPartition(
                i + 1, extent.Value, type.ToString(), name.Length == 0 ? null : name, new Guid(entry.Slice(16, 16)).ToString(), bootable,
                null));
        }

        PartitionBounds.WarnOfOverlaps(partitions, warnings);
        return partitions;
    }
}
