using Microsoft.Win32.SafeHandles;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Disks.Files;

/// <summary>
/// One image file or block device, open for reading at random. The length is taken once: a file that shrinks while it
/// is open is an error, never a run of zeros.
/// </summary>
internal sealed class ImageFile : IImageBytes
{
    private readonly SafeFileHandle _handle;

    private ImageFile(string path, SafeFileHandle handle, long length)
    {
        Path = path;
        _handle = handle;
        Length = length;
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>A file or block device that the caller named.</summary>
    public static ImageFile Open(string path) => Open(path, FileKinds.Of(path));

    /// <summary>
    /// A file that an image names. Never a device: what an image says must not choose a disk of this host to be read.
    /// </summary>
    public static ImageFile OpenNamedByImage(string path)
    {
        FileKind kind = FileKinds.Of(path);
        if (kind == FileKind.BlockDevice)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageNotReadable, path, null, "An image names this device as a part of itself.", "a file on a file system");
        }

        return Open(path, kind);
    }

    public void Read(long position, Span<byte> buffer)
    {
        // Compared by subtraction: position + length of a hostile image may overflow.
        if (position < 0 || position > Length || buffer.Length > Length - position) throw Truncated(position, buffer.Length, Length);
        try
        {
            while (!buffer.IsEmpty)
            {
                int count = RandomAccess.Read(_handle, buffer, position);
                if (count == 0) throw Truncated(position, buffer.Length, RandomAccess.GetLength(_handle));
                buffer = buffer[count..];
                position += count;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageReadFailed, Path, position, $"Reading failed: {exception.Message}", inner: exception);
        }
    }

    public IEnumerable<Extent> Allocated(long position, long length)
    {
        foreach (Extent extent in SparseFile.AllocatedExtents(_handle, position, length)) yield return extent;
        // Beyond the end of a file that was cut off there is "no data" either; that must not pass for a hole.
        long now = ImageHandle.LengthOf(_handle, Path);
        if (now < Length) throw Truncated(position, length, now);
    }

    public void Dispose() => _handle.Dispose();

    private static ImageFile Open(string path, FileKind kind)
    {
        if (kind is FileKind.Directory or FileKind.Other)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageNotReadable, path, null,
                kind == FileKind.Directory ? "This is a directory." : "This cannot be read at random (a pipe, socket or character device).",
                "a file or block device");
        }

        SafeFileHandle handle = ImageHandle.Open(path);
        try
        {
            return new ImageFile(path, handle, ImageHandle.LengthOf(handle, path));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private DiskImageException Truncated(long position, long wanted, long end) => new(
        DiskErrorIds.ImageTruncated, Path, position, $"The file ends at byte {end}.", $"{wanted} bytes from byte {position}");
}
