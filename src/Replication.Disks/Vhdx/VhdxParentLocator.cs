using System.Buffers.Binary;
using System.Text;
using Replication.Core.Errors;
using Replication.Disks.Chains;

namespace Replication.Disks.Vhdx;

/// <summary>[MS-VHDX] 2.6.2.6: identity and paths of the parent, as key-value pairs in UTF-16.</summary>
internal static class VhdxParentLocator
{
    private const int HeaderSize = 20;
    private const int EntrySize = 12;

    /// <summary>The specification knows five keys; the bound keeps overlapping texts from adding up.</summary>
    private const int MaxEntries = 256;

    public static ParentReference Read(VhdxMetadataTable table)
    {
        byte[] item = table.ReadItem(VhdxGuids.ParentLocator);
        if (item.Length < HeaderSize) throw table.Damaged($"The parent locator has {item.Length} bytes.", $"at least {HeaderSize} bytes");
        var type = new Guid(item.AsSpan(0, 16));
        if (type != VhdxGuids.VhdxParentLocator)
        {
            DiskImageException damaged = table.Damaged($"The parent is of the type {type}.", "a parent that is a VHDX file");
            throw new DiskImageException(DiskErrorIds.DiskFormatNotSupported, damaged.Path, damaged.Offset, damaged.Found, damaged.Needed);
        }

        Dictionary<string, string> values = ReadPairs(table, item);
        var identities = new List<string>();
        foreach (string key in (string[])["parent_linkage", "parent_linkage2"])
        {
            if (values.TryGetValue(key, out string? text) && Guid.TryParse(text, out Guid identity)) identities.Add(identity.ToString());
        }

        if (identities.Count == 0) throw table.Damaged("The parent locator has no parent_linkage.", "the DataWriteGuid of the parent");

        // 2.6.2.6.3: relative path first, then the volume path, then the absolute path.
        string[] absolute = [.. new[] { "volume_path", "absolute_win32_path" }.Where(values.ContainsKey).Select(key => values[key])];
        return new ParentReference(identities, values.TryGetValue("relative_path", out string? relative) ? [relative] : [], absolute);
    }

    private static Dictionary<string, string> ReadPairs(VhdxMetadataTable table, byte[] item)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(item.AsSpan(18));
        if (count > MaxEntries || HeaderSize + count * EntrySize > item.Length)
            throw table.Damaged($"The parent locator claims {count} entries.", $"at most {MaxEntries} entries, inside the item");
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = item.AsSpan(HeaderSize + i * EntrySize);
            string key = Text(BinaryPrimitives.ReadUInt32LittleEndian(entry), BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]));
            string value = Text(BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]), BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]));
            if (!values.TryAdd(key, value)) throw table.Damaged($"The parent locator has the key {key} twice.", "each key once");
        }

        return values;

        string Text(uint offset, ushort length)
        {
            if ((long)offset + length > item.Length)
            {
                throw table.Damaged($"A parent locator text of {length} bytes lies at byte {offset}.", "texts inside the item");
            }

            return Encoding.Unicode.GetString(item, (int)offset, length);
        }
    }
}
