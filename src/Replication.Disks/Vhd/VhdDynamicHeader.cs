using System.Buffers.Binary;
using System.Text;

namespace Replication.Disks.Vhd;

/// <summary>"Dynamic Disk Header Format": where the block allocation table is, and how to find the parent.</summary>
internal sealed record VhdDynamicHeader(
    long TableOffset, uint Version, uint MaxTableEntries, uint BlockSize, Guid ParentUniqueId, string ParentName,
    IReadOnlyList<VhdParentLocator> Locators)
{
    public const int Size = 1024;
    public const uint Version1 = 0x00010000;

    private const int ChecksumOffset = 36;
    private const int NameOffset = 64;
    private const int NameLength = 512;
    private const int LocatorsOffset = 576;
    private const int LocatorCount = 8;

    private static ReadOnlySpan<byte> Cookie => "cxsparse"u8;

    /// <summary>The header, or null when cookie or checksum do not fit.</summary>
    public static VhdDynamicHeader? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Cookie)) return null;
        if (VhdChecksum.Compute(bytes[..Size], ChecksumOffset) != BinaryPrimitives.ReadUInt32BigEndian(bytes[ChecksumOffset..]))
        {
            return null;
        }

        var locators = new List<VhdParentLocator>();
        for (int i = 0; i < LocatorCount; i++)
        {
            VhdParentLocator locator = VhdParentLocator.Read(bytes[(LocatorsOffset + i * VhdParentLocator.Size)..]);
            if (locator.PlatformCode != 0) locators.Add(locator);
        }

        return new VhdDynamicHeader(
            BinaryPrimitives.ReadInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[28..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[32..]),
            new Guid(bytes.Slice(40, 16), bigEndian: true),
            Encoding.BigEndianUnicode.GetString(bytes.Slice(NameOffset, NameLength)).TrimEnd('\0'),
            locators);
    }
}
