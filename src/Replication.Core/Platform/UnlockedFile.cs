using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Replication.Core.Platform;

/// <summary>
/// A file opened to look into it without asking for a lock. On Linux .NET locks every file that it opens, so somebody who holds a file alone could
/// not look into it himself, and a glance would stand in the way of others.
/// </summary>
public static partial class UnlockedFile
{
    private const int ReadOnly = 0x80000; // O_RDONLY | O_CLOEXEC

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle OpenRead(string path)
    {
        if (!OperatingSystem.IsLinux()) return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        SafeFileHandle file = Open(path, ReadOnly);
        return file.IsInvalid ? throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}") : file;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
