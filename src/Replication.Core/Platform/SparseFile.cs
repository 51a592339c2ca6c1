using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Replication.Core.Disks;

namespace Replication.Core.Platform;

/// <summary>
/// Holes of a file: enumerate what is allocated, give space back, mark as sparse. Where the platform or file system
/// knows no holes the answers are still right, only costlier: everything is allocated, and nothing can be punched.
/// </summary>
public static partial class SparseFile
{
    // lseek(2) and fallocate(2) on Linux.
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const int FallocKeepSize = 1;
    private const int FallocPunchHole = 2;
    private const int ErrnoNxio = 6;

    // winioctl.h
    private const uint FsctlSetSparse = 0x000900C4;
    private const uint FsctlSetZeroData = 0x000980C8;
    private const uint FsctlQueryAllocatedRanges = 0x000940CF;
    private const int ErrorMoreData = 234;

    /// <summary>Allocated ranges within [offset, offset+length), ascending, clipped.</summary>
    public static IEnumerable<Extent> AllocatedExtents(SafeFileHandle file, long offset, long length)
    {
        if (length <= 0) return [];
        if (OperatingSystem.IsLinux()) return LinuxExtents(file, offset, offset + length);
        if (OperatingSystem.IsWindows()) return WindowsExtents(file, offset, length);
        return [new Extent(offset, length)];
    }

    /// <summary>Gives the space of a range back; it reads as zeros afterwards. False when the file system cannot.</summary>
    public static bool TryPunchHole(SafeFileHandle file, long offset, long length)
    {
        if (length <= 0) return true;
        if (OperatingSystem.IsLinux()) return Fallocate(file, FallocPunchHole | FallocKeepSize, offset, length) == 0;
        if (OperatingSystem.IsWindows())
        {
            Span<long> range = [offset, offset + length];
            return DeviceIoControl(file, FsctlSetZeroData, MemoryMarshal.AsBytes(range), 16, [], 0, out _, 0);
        }

        return false;
    }

    /// <summary>Windows keeps holes only in files marked sparse; elsewhere nothing needs doing.</summary>
    public static void MarkSparse(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows()) DeviceIoControl(file, FsctlSetSparse, [], 0, [], 0, out _, 0);
    }

    private static IEnumerable<Extent> LinuxExtents(SafeFileHandle file, long offset, long end)
    {
        while (offset < end)
        {
            long data = Lseek(file, offset, SeekData);
            if (data < 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                if (errno == ErrnoNxio) yield break;
                // A file system without SEEK_DATA: all of it may hold data.
                yield return new Extent(offset, end - offset);
                yield break;
            }

            if (data >= end) yield break;
            long hole = Lseek(file, data, SeekHole);
            if (hole < 0 || hole > end) hole = end;
            yield return new Extent(data, hole - data);
            offset = hole;
        }
    }

    private static IEnumerable<Extent> WindowsExtents(SafeFileHandle file, long offset, long length)
    {
        long end = offset + length;
        var ranges = new long[2 * 512];
        while (offset < end)
        {
            long[] query = [offset, end - offset];
            bool whole = DeviceIoControl(
                file, FsctlQueryAllocatedRanges, MemoryMarshal.AsBytes(query.AsSpan()), 16,
                MemoryMarshal.AsBytes(ranges.AsSpan()), (uint)(ranges.Length * sizeof(long)), out uint returned, 0);
            int error = Marshal.GetLastPInvokeError();
            if (!whole && error != ErrorMoreData) throw new IOException($"FSCTL_QUERY_ALLOCATED_RANGES: {new Win32Exception(error).Message}");
            int count = (int)(returned / 16);
            for (int i = 0; i < count; i++)
            {
                yield return new Extent(ranges[2 * i], ranges[2 * i + 1]);
                offset = ranges[2 * i] + ranges[2 * i + 1];
            }

            if (whole || count == 0) yield break;
        }
    }

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Lseek(SafeFileHandle fd, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Fallocate(SafeFileHandle fd, int mode, long offset, long length);

    [LibraryImport("kernel32", EntryPoint = "DeviceIoControl", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool DeviceIoControl(
        SafeFileHandle device, uint code, ReadOnlySpan<byte> input, uint inputSize, Span<byte> output, uint outputSize, out uint returned, nint overlapped);
}
