using System.Numerics;

namespace Replication.Disks.Layout;

/// <summary>CRC-32C (Castagnoli), the checksum of XFS, Btrfs and ext4 metadata.</summary>
internal static class Crc32C
{
    /// <summary>Without the final inversion, which XFS and Btrfs have and ext4 does not.</summary>
    public static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data) crc = BitOperations.Crc32C(crc, value);
        return crc;
    }
}
