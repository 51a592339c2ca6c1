using System.Numerics;
using System.Runtime.InteropServices;

namespace Replication.Disks.Checksums;

/// <summary>CRC-32C (Castagnoli), the checksum of VHDX, XFS, Btrfs and ext4; uses the processor's instruction where there is one.</summary>
internal static class Crc32C
{
    public const uint Seed = uint.MaxValue;

    /// <summary>Checksum of a structure whose own four checksum bytes count as zero.</summary>
    public static uint OfStructure(ReadOnlySpan<byte> structure, int checksumOffset)
    {
        uint crc = Append(Seed, structure[..checksumOffset]);
        crc = Append(crc, stackalloc byte[sizeof(uint)]);
        return ~Append(crc, structure[(checksumOffset + sizeof(uint))..]);
    }

    /// <summary>Continues a running checksum; start with <see cref="Seed"/>, invert at the end (ext4 alone does not).</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words) crc = BitOperations.Crc32C(crc, word);
        foreach (byte value in bytes[(words.Length * sizeof(ulong))..]) crc = BitOperations.Crc32C(crc, value);
        return crc;
    }
}
