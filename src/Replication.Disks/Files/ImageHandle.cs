using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Replication.Core.Errors;

namespace Replication.Disks.Files;

/// <summary>
/// Opens what a path names for reading and tells its length, for files and for block devices, whose length the runtime
/// reports as zero. A pipe or socket that took the place of a file meanwhile must neither block the open nor pass as an
/// empty disk.
/// </summary>
internal static partial class ImageHandle
{
    // fcntl.h and unistd.h on Linux. O_NONBLOCK: opening a pipe without a writer returns instead of waiting for one.
    private const int OpenFlags = 0x80000 | 0x800; // O_RDONLY | O_CLOEXEC | O_NONBLOCK
    private const int SeekEnd = 2;
    private const int LockShared = 1 | 4; // LOCK_SH | LOCK_NB, sys/file.h
    private const int ErrnoPermission = 1;
    private const int ErrnoNoEntry = 2;
    private const int ErrnoWouldBlock = 11;
    private const int ErrnoAccess = 13;
    private const int ErrnoNotDirectory = 20;

    // winioctl.h; a device's length is not its file length on Windows either.
    private const uint IoctlDiskGetLengthInfo = 0x0007405C;

    public static SafeFileHandle Open(string path) => OperatingSystem.IsLinux() ? OpenLinux(path) : OpenPortable(path);

    public static long LengthOf(SafeFileHandle handle, string path)
    {
        long length = OperatingSystem.IsLinux() ? Lseek(handle, 0, SeekEnd) : RandomAccess.GetLength(handle);
        if (length < 0)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageNotReadable, path, null, "This cannot be read at random (a pipe or socket).", "a file or block device");
        }

        if (length == 0 && OperatingSystem.IsWindows())
        {
            Span<long> answer = [0];
            if (DeviceIoControl(handle, IoctlDiskGetLengthInfo, 0, 0, MemoryMarshal.AsBytes(answer), sizeof(long), out _, 0))
            {
                return answer[0];
            }
        }

        return length;
    }

    private static SafeFileHandle OpenLinux(string path)
    {
        int descriptor = Open(path, OpenFlags);
        if (descriptor >= 0) return Share(new SafeFileHandle(descriptor, ownsHandle: true), path);
        int errno = Marshal.GetLastPInvokeError();
        throw errno switch
        {
            ErrnoNoEntry or ErrnoNotDirectory => NotFound(path, null),
            ErrnoAccess or ErrnoPermission => Denied(path, null),
            _ => new DiskImageException(DiskErrorIds.ImageNotReadable, path, null, $"Opening failed: {new Win32Exception(errno).Message}."),
        };
    }

    /// <summary>
    /// The lock by which programs of this runtime, ours among them, say that they need a file for themselves. Only its
    /// being taken counts: a file system without locks refuses nothing.
    /// </summary>
    private static SafeFileHandle Share(SafeFileHandle handle, string path)
    {
        if (Flock(handle, LockShared) == 0 || Marshal.GetLastPInvokeError() != ErrnoWouldBlock) return handle;
        handle.Dispose();
        throw new DiskImageException(
            DiskErrorIds.ImageNotReadable, path, null, "Another program has this file open for itself alone.",
            "a file that nobody writes to");
    }

    private static SafeFileHandle OpenPortable(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NotFound(path, exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Denied(path, exception);
        }
        catch (IOException exception)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageNotReadable, path, null, $"Opening failed: {exception.Message}", inner: exception);
        }
    }

    private static DiskImageException NotFound(string path, Exception? inner) =>
        new(DiskErrorIds.ImageNotFound, path, null, "There is no such file.", "an existing disk image", inner);

    private static DiskImageException Denied(string path, Exception? inner) =>
        new(DiskErrorIds.AccessDenied, path, null, "The file may not be read by this account.", "read permission", inner);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle fd, int operation);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Lseek(SafeFileHandle fd, long offset, int whence);

    [LibraryImport("kernel32", EntryPoint = "DeviceIoControl", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool DeviceIoControl(
        SafeFileHandle device, uint code, nint input, uint inputSize, Span<byte> output, uint outputSize, out uint returned,
        nint overlapped);
}
