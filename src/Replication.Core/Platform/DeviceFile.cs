using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Replication.Core.Platform;

/// <summary>What the runtime does not tell of block devices that are open for writing.</summary>
public static partial class DeviceFile
{
    // unistd.h and fcntl.h on Linux.
    private const int SeekEnd = 2;
    private const int AdviseDontNeed = 4;

    /// <summary>Bytes of a file or block device; the runtime says zero of the latter. Linux alone tells it of devices.</summary>
    public static long LengthOf(SafeFileHandle file) => OperatingSystem.IsLinux() ? Seek(file, 0, SeekEnd) : RandomAccess.GetLength(file);

    /// <summary>
    /// Makes the next reads come from the device and not from what this machine remembers of the writes. Only what is flushed
    /// is forgotten, and the system may keep what it likes: a help to whoever verifies, no promise.
    /// </summary>
    public static void DropCache(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux()) _ = Advise(file, 0, 0, AdviseDontNeed);
    }

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle fd, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeFileHandle fd, long offset, long length, int advice);
}
