using System.Buffers.Binary;
using System.Text;

namespace Replication.Disks.Nbd;

/// <summary>Strings on the wire: UTF-8, without NUL, never longer than the protocol allows.</summary>
internal static class NbdText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Null when the bytes are no such string.</summary>
    public static string? Read(ReadOnlySpan<byte> source)
    {
        if (source.Length > NbdLimits.MaxText || source.Contains((byte)0)) return null;
        try
        {
            return Strict.GetString(source);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>A string with its length before it; <paramref name="source"/> goes on behind it.</summary>
    public static string? ReadPrefixed(ref ReadOnlySpan<byte> source)
    {
        if (source.Length < sizeof(uint)) return null;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(source);
        source = source[sizeof(uint)..];
        if (length > (uint)source.Length) return null;
        string? text = Read(source[..(int)length]);
        source = source[(int)length..];
        return text;
    }

    /// <summary>A text that a peer meant for people; what is no UTF-8 in it is shown as such, control characters are not.</summary>
    public static string ForPeople(ReadOnlySpan<byte> source) =>
        string.Concat(Encoding.UTF8.GetString(source[..Math.Min(source.Length, NbdLimits.MaxText)]).Where(c => !char.IsControl(c)));

    /// <summary>The UTF-8 of a text of ours, cut at a character where it is longer than the protocol allows.</summary>
    public static byte[] Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= NbdLimits.MaxText) return bytes;
        int end = NbdLimits.MaxText;
        while ((bytes[end] & 0xC0) == 0x80) end--;
        return bytes[..end];
    }
}
