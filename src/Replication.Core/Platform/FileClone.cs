using System.Runtime.InteropServices;

namespace Replication.Core.Platform;

/// <summary>Copy-on-write copy of a whole file (reflink): instant and sharing space, where the file system can.</summary>
public static partial class FileClone
{
    private const ulong Ficlone = 0x40049409; // _IOW(0x94, 9, int), linux/fs.h

    /// <summary>False when the file system cannot; the destination then does not exist.</summary>
    public static bool TryClone(string source, string destination)
    {
        if (!OperatingSystem.IsLinux()) return false;
        bool cloned;
        using (var from = File.OpenHandle(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        using (var to = File.OpenHandle(destination, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            cloned = Ioctl(to, Ficlone, (int)from.DangerousGetHandle()) == 0;
        }

        if (!cloned) File.Delete(destination);
        return cloned;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(Microsoft.Win32.SafeHandles.SafeFileHandle fd, ulong request, int argument);
}
