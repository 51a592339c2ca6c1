using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Replication.Disks.Files;

/// <summary>
/// Tells what a path names without opening it. An image names files, and a hostile one may name a pipe, whose opening
/// waits, or a device, whose opening alone may act (a tape, a watchdog). The runtime tells neither apart from a file;
/// statx(2) does, with the same record layout on every architecture.
/// </summary>
internal static partial class FileKinds
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint MaskType = 1; // STATX_TYPE
    private const int RecordSize = 256;
    private const int ModeOffset = 28; // stx_mode
    private const int TypeMask = 0xF000; // S_IFMT
    private const int TypeRegular = 0x8000; // S_IFREG
    private const int TypeBlock = 0x6000; // S_IFBLK
    private const int TypeDirectory = 0x4000; // S_IFDIR

    public static FileKind Of(string path)
    {
        if (!OperatingSystem.IsLinux()) return Directory.Exists(path) ? FileKind.Directory : FileKind.Unknown;
        Span<byte> record = stackalloc byte[RecordSize];
        if (Statx(CurrentDirectory, path, 0, MaskType, record) != 0) return FileKind.Unknown;
        return (BinaryPrimitives.ReadUInt16LittleEndian(record[ModeOffset..]) & TypeMask) switch
        {
            TypeRegular => FileKind.Regular,
            TypeBlock => FileKind.BlockDevice,
            TypeDirectory => FileKind.Directory,
            _ => FileKind.Other,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> record);
}
