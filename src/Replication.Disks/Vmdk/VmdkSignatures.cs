using System.Buffers.Binary;
using System.Text;

namespace Replication.Disks.Vmdk;

/// <summary>How the kinds of files of this format begin.</summary>
internal static class VmdkSignatures
{
    /// <summary>Bytes from the beginning that decide.</summary>
    public const int Needed = 4096;

    private const string DescriptorTitle = "# Disk DescriptorFile";

    /// <summary>SE sparse constant header; the same word at byte 8 is the version 2.1.</summary>
    private const ulong SeSparse = 0xCAFEBABE;

    public static bool IsCowd(ReadOnlySpan<byte> start) => start.StartsWith("COWD"u8);

    public static bool IsSeSparse(ReadOnlySpan<byte> start) =>
        start.Length >= 8 && BinaryPrimitives.ReadUInt64LittleEndian(start) == SeSparse;

    public static bool IsDescriptor(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("\uFEFF"u8)) start = start[3..];
        start = start.TrimStart(" \t\r\n"u8);
        return start.Length >= DescriptorTitle.Length
            && Encoding.ASCII.GetString(start[..DescriptorTitle.Length]).Equals(DescriptorTitle, StringComparison.OrdinalIgnoreCase);
    }
}
