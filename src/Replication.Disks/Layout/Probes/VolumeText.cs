using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Replication.Disks.Layout;

/// <summary>Labels and ids in the notation that the operating system shows.</summary>
internal static class VolumeText
{
    /// <summary>Up to the first NUL, without spaces at the end; null when nothing is left.</summary>
    public static string? Utf8(ReadOnlySpan<byte> field) => Label(Encoding.UTF8.GetString(UpToNul(field)));

    /// <summary>Labels of FAT are in a code page that the volume does not name; outside ASCII this is a guess.</summary>
    public static string? Latin1(ReadOnlySpan<byte> field) => Label(Encoding.Latin1.GetString(UpToNul(field)));

    public static string? Utf16(ReadOnlySpan<byte> field)
    {
        string text = Encoding.Unicode.GetString(field);
        int end = text.IndexOf('\0');
        return Label(end < 0 ? text : text[..end]);
    }

    /// <summary>16 bytes in the order they are written; null when all are zero.</summary>
    public static string? Uuid(ReadOnlySpan<byte> bytes) =>
        bytes.ContainsAnyExcept((byte)0) ? new Guid(bytes[..16], bigEndian: true).ToString() : null;

    /// <summary>XXXX-XXXX, as FAT and exFAT volumes are known.</summary>
    public static string? Serial32(ReadOnlySpan<byte> bytes)
    {
        uint serial = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return serial == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{serial >> 16:X4}-{serial & 0xFFFF:X4}");
    }

    private static string? Label(string text)
    {
        text = text.TrimEnd(' ');
        return text.Length == 0 ? null : text;
    }

    private static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }
}
