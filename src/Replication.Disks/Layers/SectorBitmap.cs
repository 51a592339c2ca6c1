using System.Numerics;

namespace Replication.Disks.Layers;

/// <summary>Runs of equal bits in a sector bitmap.</summary>
internal static class SectorBitmap
{
    private const int BitsPerByte = 8;

    /// <summary>
    /// Number of bits from <paramref name="first"/> that equal it, at most <paramref name="count"/> and at most to the
    /// end of the bitmap.
    /// </summary>
    public static int Run(ReadOnlySpan<byte> bitmap, int first, int count, BitOrder order, out bool set)
    {
        int end = (int)Math.Min((long)first + count, (long)bitmap.Length * BitsPerByte);
        int index = first / BitsPerByte;
        set = (Ordered(bitmap[index], order) >> (first % BitsPerByte) & 1) != 0;
        byte uniform = set ? byte.MaxValue : byte.MinValue;
        int different = LeadingEqual(bitmap[index], first % BitsPerByte, order, set);
        int position = first + different;
        if (position % BitsPerByte != 0 || position >= end) return Math.Min(position, end) - first;

        index = position / BitsPerByte;
        int whole = bitmap[index..].IndexOfAnyExcept(uniform);
        if (whole < 0) return end - first;
        index += whole;
        position = index * BitsPerByte + LeadingEqual(bitmap[index], 0, order, set);
        return Math.Min(position, end) - first;
    }

    private static int LeadingEqual(byte value, int from, BitOrder order, bool set)
    {
        int differing = (set ? ~Ordered(value, order) : Ordered(value, order)) & byte.MaxValue;
        differing >>= from;
        return differing == 0 ? BitsPerByte - from : BitOperations.TrailingZeroCount(differing);
    }

    private static int Ordered(byte value, BitOrder order)
    {
        if (order == BitOrder.LowFirst) return value;
        int swapped = (value & 0xF0) >> 4 | (value & 0x0F) << 4;
        swapped = (swapped & 0xCC) >> 2 | (swapped & 0x33) << 2;
        return (swapped & 0xAA) >> 1 | (swapped & 0x55) << 1;
    }
}
