using System.Buffers;

namespace Replication.Core.Health;

/// <summary>
/// Arrivals as short text: some 17 characters for each, so that a history of hundreds stays one small row that is written with every point.
/// Base64 of variable-length integers (7 bits a byte, the lowest first, the sign in the lowest bit): ticks of the source time since that of the
/// arrival before (of the first since 0001-01-01), ticks of latency, bytes sent doubled plus one after a break.
/// </summary>
internal static class ArrivalText
{
    public static string Format(IReadOnlyList<PointArrival> arrivals)
    {
        var bytes = new ArrayBufferWriter<byte>();
        long before = 0;
        foreach (PointArrival arrival in arrivals)
        {
            Write(bytes, arrival.SourceTime.UtcTicks - before);
            Write(bytes, arrival.Latency.Ticks);
            Write(bytes, arrival.BytesSent * 2 + (arrival.AfterBreak ? 1 : 0));
            before = arrival.SourceTime.UtcTicks;
        }

        return Convert.ToBase64String(bytes.WrittenSpan);
    }

    /// <summary>What cannot be read ends the list: a history is a courtesy, and what is kept as points counts all the same.</summary>
    public static List<PointArrival> Parse(string text)
    {
        var arrivals = new List<PointArrival>();
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out int length)) return arrivals;
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, length);
        long at = 0;
        while (TryRead(ref rest, out long step) && TryRead(ref rest, out long latency) && TryRead(ref rest, out long size))
        {
            at += step;
            if (!IsTime(at) || !IsTime(at + latency)) break;
            var source = new DateTimeOffset(at, TimeSpan.Zero);
            arrivals.Add(new PointArrival(source, source.AddTicks(latency), size >> 1, (size & 1) != 0));
        }

        return arrivals;
    }

    private static bool IsTime(long ticks) => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks;

    private static void Write(ArrayBufferWriter<byte> bytes, long value)
    {
        ulong rest = (ulong)(value << 1) ^ (ulong)(value >> 63);
        while (rest >= 0x80)
        {
            bytes.GetSpan(1)[0] = (byte)(rest | 0x80);
            bytes.Advance(1);
            rest >>= 7;
        }

        bytes.GetSpan(1)[0] = (byte)rest;
        bytes.Advance(1);
    }

    private static bool TryRead(ref ReadOnlySpan<byte> bytes, out long value)
    {
        ulong read = 0;
        value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (bytes.IsEmpty) return false;
            byte part = bytes[0];
            bytes = bytes[1..];
            read |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                value = (long)(read >> 1) ^ -(long)(read & 1);
                return true;
            }
        }

        return false;
    }
}
