using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Replication.Core.Platform;

/// <summary>
/// Whether a running QEMU has an image open for writing. QEMU marks that with open-file-description locks on single
/// bytes of the image (block/file-posix.c: permission n is byte 100 + n, and writing is permission 1), which another
/// process can ask for without disturbing anybody. On other platforms opening the file tells by itself.
/// </summary>
public static partial class ImageLock
{
    private const int GetOpenFileDescriptionLock = 36; // F_OFD_GETLK, linux/fcntl.h
    private const short WriteLock = 1;
    private const short Unlocked = 2;
    private const long WritePermissionByte = 101;

    public static bool IsWrittenByQemu(string path)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64)) return false;
        using SafeFileHandle file = UnlockedFile.OpenRead(path);
        var question = new FileLock { Type = WriteLock, Start = WritePermissionByte, Length = 1 };
        return Fcntl(file, GetOpenFileDescriptionLock, ref question) == 0 && question.Type != Unlocked;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(SafeFileHandle file, int command, ref FileLock argument);

    // struct flock of the 64-bit Linux ABIs.
    [StructLayout(LayoutKind.Sequential)]
    private struct FileLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
