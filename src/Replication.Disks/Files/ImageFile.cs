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

    public static ImageFile Open(string path)
    {
        if (Directory.Exists(path)) throw new DiskImageException(DiskErrorIds.ImageNotReadable, path, null, "This is a directory.", "a disk image file");
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
        catch (IOException exception)
        {
            throw new DiskImageException(DiskErrorIds.ImageReadFailed, Path, position, $"Reading failed: {exception.Message}", inner: exception);
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

    private DiskImageException Truncated(long position, long wanted, long end) => new(
        DiskErrorIds.ImageTruncated, Path, position, $"The file ends at byte {end}.", $"{wanted} bytes from byte {position}");
}
