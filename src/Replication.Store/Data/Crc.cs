using System.Numerics;
using System.Runtime.InteropServices;

namespace Replication.Store.Data;

/// <summary>CRC-32C (Castagnoli, reflected, initial and final complement) over whole 8-byte words.</summary>
internal static class Crc
{
    public static uint Of(ReadOnlySpan<byte> words)
    {
        uint crc = uint.MaxValue;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(words)) crc = BitOperations.Crc32C(crc, word);
        return ~crc;
    }
}
