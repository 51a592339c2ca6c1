using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Replication.Disks.Vmdk;

/// <summary>
/// A descriptor names files, and a hostile one may name a pipe, whose opening never returns, or a device. .NET tells
/// neither apart from a file before opening; statx(2) does, with the same record layout on every architecture.
/// </summary>
internal static partial class RegularFile
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint MaskType = 1; // STATX_TYPE
    private const int RecordSize = 256;
    private const int ModeOffset = 28; // stx_mode
    private const int TypeMask = 0xF000; // S_IFMT
    private const int TypeRegular = 0x8000; // S_IFREG

    /// <summary>False only for what exists and is something else; a path that cannot be looked at is left to the opening to refuse.</summary>
    public static bool IsRegularOrUnknown(string path)
    {
        if (!OperatingSystem.IsLinux()) return true;
        Span<byte> record = stackalloc byte[RecordSize];
        if (Statx(CurrentDirectory, path, 0, MaskType, record) != 0) return true;
        return (BinaryPrimitives.ReadUInt16LittleEndian(record[ModeOffset..]) & TypeMask) == TypeRegular;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> record);
}
