using System.Buffers.Binary;
using Replication.Core.Errors;
using Replication.Disks.Files;

namespace Replication.Disks.Vhdx;

/// <summary>[MS-VHDX] 2.6.1: the directory of the metadata region. It carries no checksum, so every field is checked.</summary>
internal sealed class VhdxMetadataTable
{
    public const int Size = 64 * 1024;
    public const int MaxItemLength = VhdxLimits.Megabyte;

    private const int MaxEntries = 2047;

    private static readonly Guid[] Known =
    [
        VhdxGuids.FileParameters, VhdxGuids.VirtualDiskSize, VhdxGuids.VirtualDiskId,
        VhdxGuids.LogicalSectorSize, VhdxGuids.PhysicalSectorSize, VhdxGuids.ParentLocator,
    ];

    private readonly IImageBytes _image;
    private readonly VhdxRegion _region;
    private readonly VhdxMetadataEntry[] _entries;

    private VhdxMetadataTable(IImageBytes image, VhdxRegion region, VhdxMetadataEntry[] entries)
    {
        _image = image;
        _region = region;
        _entries = entries;
    }

    public static ReadOnlySpan<byte> Signature => "metadata"u8;

    public static VhdxMetadataTable Read(IImageBytes image, VhdxRegion region)
    {
        var bytes = new byte[Size];
        image.Read(region.Offset, bytes);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(10));
        if (!bytes.AsSpan().StartsWith(Signature) || count > MaxEntries)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageDamaged, image.Path, region.Offset, "The metadata table has no valid header.",
                "a metadata table (\"metadata\") of at most 2047 entries");
        }

        var entries = new VhdxMetadataEntry[count];
        for (int i = 0; i < count; i++) entries[i] = VhdxMetadataEntry.Read(bytes.AsSpan((i + 1) * VhdxMetadataEntry.Size));
        var table = new VhdxMetadataTable(image, region, entries);
        table.CheckEntries();
        return table;
    }

    public DiskImageException Damaged(string found, string needed) =>
        new(DiskErrorIds.ImageDamaged, _image.Path, _region.Offset, found, needed);

    /// <summary>A required item of exactly the given length.</summary>
    public byte[] ReadItem(Guid id, int length)
    {
        byte[] item = ReadItem(id);
        return item.Length == length ? item : throw Damaged($"The metadata item {id} has {item.Length} bytes.", $"{length} bytes");
    }

    /// <summary>A required item of any length up to <see cref="MaxItemLength"/>.</summary>
    public byte[] ReadItem(Guid id)
    {
        foreach (VhdxMetadataEntry entry in _entries)
        {
            if (entry.ItemId != id || entry.IsUser) continue;
            var item = new byte[entry.Length];
            _image.Read(_region.Offset + entry.Offset, item);
            return item;
        }

        throw Damaged($"The metadata item {id} is missing.", "every required metadata item");
    }

    private void CheckEntries()
    {
        var ids = new HashSet<(Guid, bool)>();
        foreach (VhdxMetadataEntry entry in _entries)
        {
            if (!ids.Add((entry.ItemId, entry.IsUser)))
            {
                throw Damaged($"The metadata item {entry.ItemId} is there twice.", "each item once");
            }

            if (entry.IsRequired && (entry.IsUser || !Known.Contains(entry.ItemId)))
            {
                throw new DiskImageException(
                    DiskErrorIds.DiskFormatNotSupported, _image.Path, _region.Offset,
                    $"The file requires its reader to know the metadata item {entry.ItemId}.",
                    "a file whose required metadata items are those of [MS-VHDX]");
            }

            bool inside = entry.Offset >= Size && entry.Length <= MaxItemLength && (long)entry.Offset + entry.Length <= _region.Length;
            if (!inside && (entry.Length != 0 || entry.Offset != 0))
                throw Damaged(
                    $"The metadata item {entry.ItemId} claims {entry.Length} bytes at byte {entry.Offset} of its region.",
                    "an item inside the region");
        }

        VhdxMetadataEntry[] ordered = [.. _entries.Where(entry => entry.Length > 0).OrderBy(entry => entry.Offset)];
        for (int i = 1; i < ordered.Length; i++)
        {
            if (ordered[i].Offset < ordered[i - 1].Offset + ordered[i - 1].Length)
                throw Damaged($"The metadata items {ordered[i - 1].ItemId} and {ordered[i].ItemId} overlap.", "items that do not overlap");
        }
    }
}
