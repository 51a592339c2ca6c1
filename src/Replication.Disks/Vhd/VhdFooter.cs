using System.Buffers.Binary;

namespace Replication.Disks.Vhd;

/// <summary>
/// "Hard Disk Footer Format" of the Virtual Hard Disk Image Format Specification 1.0: the last 512 bytes of every VHD
/// and, for dynamic and differencing ones, also the first 512. All numbers are big endian.
/// The disk's length is "Current Size", whatever the CHS geometry beside it says: see docs/disk-formats.md.
/// </summary>
internal sealed record VhdFooter(
    uint FileFormatVersion, long DataOffset, long CurrentSize, VhdDiskType DiskType, Guid UniqueId)
{
    public const int Size = 512;

    /// <summary>Before Virtual PC 2004 the footer had 511 bytes; the missing one is reserved and zero.</summary>
    public const int OldSize = 511;

    public const uint Version1 = 0x00010000;

    private const int ChecksumOffset = 64;

    public static ReadOnlySpan<byte> Cookie => "conectix"u8;

    /// <summary>The footer, or null when cookie or checksum do not fit.</summary>
    public static VhdFooter? TryRead(ReadOnlySpan<byte> sector)
    {
        if (!sector.StartsWith(Cookie)) return null;
        if (VhdChecksum.Compute(sector[..Size], ChecksumOffset) != BinaryPrimitives.ReadUInt32BigEndian(sector[ChecksumOffset..]))
        {
            return null;
        }

        return new VhdFooter(
            BinaryPrimitives.ReadUInt32BigEndian(sector[12..]),
            BinaryPrimitives.ReadInt64BigEndian(sector[16..]),
            BinaryPrimitives.ReadInt64BigEndian(sector[48..]),
            (VhdDiskType)BinaryPrimitives.ReadUInt32BigEndian(sector[60..]),
            new Guid(sector.Slice(68, 16), bigEndian: true));
    }
}
