using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Replication.Disks.Writing;

/// <summary>
/// Asks the kernel to start writing a range to storage without waiting, so that the flush at the end finds most of the
/// work done. Only a hint: durability comes from that flush alone, and platforms without it lose nothing but time.
/// </summary>
internal static partial class EarlyWriteback
{
    private const uint StartWrite = 2; // SYNC_FILE_RANGE_WRITE, linux/fs.h

    public static void Start(SafeFileHandle file, long offset, long length)
    {
        if (OperatingSystem.IsLinux()) _ = SyncFileRange(file, offset, length, StartWrite);
    }

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncFileRange(SafeFileHandle file, long offset, long length, uint flags);
}
