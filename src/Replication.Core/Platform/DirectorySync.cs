using System.Runtime.InteropServices;

namespace Replication.Core.Platform;

/// <summary>
/// Makes a created, renamed or removed directory entry survive a power loss. POSIX promises that only after fsync of
/// the directory itself; NTFS journals its metadata and needs nothing.
/// </summary>
public static partial class DirectorySync
{
    private const int ReadOnly = 0x80000; // O_RDONLY | O_CLOEXEC

    public static void Flush(string directory)
    {
        if (!OperatingSystem.IsLinux()) return;
        int descriptor = Open(directory, ReadOnly);
        if (descriptor < 0) throw new IOException($"{directory}: cannot be opened to flush it (errno {Marshal.GetLastPInvokeError()})");
        try
        {
            if (Fsync(descriptor) != 0) throw new IOException($"{directory}: fsync failed (errno {Marshal.GetLastPInvokeError()})");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
