using System.Buffers.Binary;
using System.Numerics;

namespace Replication.Disks.Checksums;

/// <summary>Marvin32, of 64 bits: a keyed checksum of Microsoft's, here of a registry's transaction logs.</summary>
internal static class Marvin32
{
    /// <summary>The byte that ends the data.</summary>
    private const uint End = 0x80;

    public static ulong Compute(ReadOnlySpan<byte> data, ulong seed)
    {
        uint low = (uint)seed;
        uint high = (uint)(seed >> 32);
        for (; data.Length >= sizeof(uint); data = data[sizeof(uint)..])
        {
            low += BinaryPrimitives.ReadUInt32LittleEndian(data);
            Mix(ref low, ref high);
        }

        uint rest = End << (8 * data.Length);
        for (int i = 0; i < data.Length; i++) rest |= (uint)data[i] << (8 * i);
        low += rest;
        Mix(ref low, ref high);
        Mix(ref low, ref high);
        return ((ulong)high << 32) | low;
    }

    private static void Mix(ref uint low, ref uint high)
    {
        high ^= low;
        low = BitOperations.RotateLeft(low, 20) + high;
        high = BitOperations.RotateLeft(high, 9) ^ low;
        low = BitOperations.RotateLeft(low, 27) + high;
        high = BitOperations.RotateLeft(high, 19);
    }
}
