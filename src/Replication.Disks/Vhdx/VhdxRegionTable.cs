using System.Buffers.Binary;
using Replication.Core.Errors;
using Replication.Disks.Checksums;
using Replication.Disks.Files;

namespace Replication.Disks.Vhdx;

/// <summary>[MS-VHDX] 2.2.3: where BAT and metadata are. There are two copies; the second serves when the first is damaged.</summary>
internal sealed record VhdxRegionTable(IReadOnlyList<VhdxRegion> Regions)
{
    public const int Size = 64 * 1024;

    private const int ChecksumOffset = 4;
    private const int EntryOffset = 16;
    private const int EntrySize = 32;
    private const int MaxEntries = 2047;

    public VhdxRegion Bat => Regions.First(region => region.Id == VhdxGuids.BatRegion);

    public VhdxRegion Metadata => Regions.First(region => region.Id == VhdxGuids.MetadataRegion);

    private static ReadOnlySpan<byte> Signature => "regi"u8;

    public static VhdxRegionTable Read(IImageBytes image)
    {
        VhdxRegionTable table = TryRead(image, VhdxLimits.RegionTable1Offset) ?? TryRead(image, VhdxLimits.RegionTable2Offset)
            ?? throw new DiskImageException(
                DiskErrorIds.ImageDamaged, image.Path, VhdxLimits.RegionTable1Offset,
                "Neither of the two region tables has a valid checksum.",
                "one intact region table (\"regi\")");

        foreach (VhdxRegion region in table.Regions)
        {
            if (region.Required && region.Id != VhdxGuids.BatRegion && region.Id != VhdxGuids.MetadataRegion)
            {
                throw new DiskImageException(
                    DiskErrorIds.DiskFormatNotSupported, image.Path, region.Offset,
                    $"The file requires its reader to know the region {region.Id}.",
                    "a file whose required regions are BAT and metadata");
            }
        }

        foreach (Guid needed in (ReadOnlySpan<Guid>)[VhdxGuids.BatRegion, VhdxGuids.MetadataRegion])
        {
            int count = table.Regions.Count(region => region.Id == needed);
            if (count == 1) continue;
            throw new DiskImageException(
                DiskErrorIds.ImageDamaged, image.Path, VhdxLimits.RegionTable1Offset,
                $"The region table names the region {needed} {count} times.", "exactly one");
        }

        return table;
    }

    public void WriteTo(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        Signature.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Regions.Count);
        for (int i = 0; i < Regions.Count; i++)
        {
            Span<byte> entry = bytes[(EntryOffset + i * EntrySize)..];
            Regions[i].Id.TryWriteBytes(entry);
            BinaryPrimitives.WriteInt64LittleEndian(entry[16..], Regions[i].Offset);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[24..], Regions[i].Length);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[28..], Regions[i].Required ? 1u : 0u);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumOffset..], Crc32C.OfStructure(bytes[..Size], ChecksumOffset));
    }

    private static VhdxRegionTable? TryRead(IImageBytes image, long offset)
    {
        var bytes = new byte[Size];
        image.Read(offset, bytes);
        ReadOnlySpan<byte> table = bytes;
        if (!table.StartsWith(Signature)) return null;
        if (Crc32C.OfStructure(table, ChecksumOffset) != BinaryPrimitives.ReadUInt32LittleEndian(table[ChecksumOffset..])) return null;
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(table[8..]);
        if (count > MaxEntries) return null;
        var regions = new VhdxRegion[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = table[(EntryOffset + i * EntrySize)..];
            regions[i] = new VhdxRegion(
                new Guid(entry[..16]),
                BinaryPrimitives.ReadInt64LittleEndian(entry[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]),
                (BinaryPrimitives.ReadUInt32LittleEndian(entry[28..]) & 1) != 0);
        }

        return new VhdxRegionTable(regions);
    }
}
