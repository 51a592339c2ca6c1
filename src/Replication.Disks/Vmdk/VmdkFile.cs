using Microsoft.Win32.SafeHandles;
using Replication.Core.Errors;

namespace Replication.Disks.Vmdk;

/// <summary>One file of an image, open for reading. Its length is taken once: everything else is checked against it.</summary>
internal sealed class VmdkFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private VmdkFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    public string Path { get; }

    public long Length { get; }

    public SafeFileHandle Handle => _handle;

    public static VmdkFile Open(string path, string missingErrorId)
    {
        if (!RegularFile.IsRegularOrUnknown(path))
        {
            throw VmdkErrors.Invalid(path, null, "this is not a regular file.", "a file on a file system");
        }

        SafeFileHandle? handle = null;
        try
        {
            // Read sharing shuts out writers where the platform can, because a view is immutable while it is open.
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return new VmdkFile(path, handle);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
        {
            handle?.Dispose();
            throw new DiskImageException(missingErrorId, path, null, "the file does not exist.", "every file of the image and of its parents", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException or NotSupportedException)
        {
            handle?.Dispose();
            throw new DiskImageException("AccessDenied", path, null, $"the file cannot be opened: {e.Message}", "permission to read it, and nobody writing to it", e);
        }
    }

    /// <summary>Fills the target; a range outside the file is a truncated image.</summary>
    public void Read(long offset, Span<byte> target)
    {
        if (offset < 0 || offset > Length || target.Length > Length - offset)
        {
            throw VmdkErrors.Truncated(Path, offset, $"the file has {Length} bytes.", $"{target.Length} bytes at this position");
        }

        int done = 0;
        while (done < target.Length)
        {
            int read;
            try
            {
                read = RandomAccess.Read(_handle, target[done..], offset + done);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw VmdkErrors.ReadFailed(Path, offset + done, e);
            }

            if (read == 0) throw VmdkErrors.Truncated(Path, offset + done, $"the file ends here and had {Length} bytes when it was opened.");
            done += read;
        }
    }

    public void Dispose() => _handle.Dispose();
}
