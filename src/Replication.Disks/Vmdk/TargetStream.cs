using Microsoft.Win32.SafeHandles;
using Replication.Core.Errors;

namespace Replication.Disks.Vmdk;

/// <summary>
/// A new file written front to back. Its failures are told apart from those of the source right here, where it is known
/// which of the two it was.
/// </summary>
internal sealed class TargetStream : Stream
{
    // ENOSPC and EDQUOT, which .NET passes on as HResult, and the two codes of Windows for a full disk.
    private const int ErrnoNoSpace = 28;
    private const int ErrnoQuota = 122;
    private const int ErrorHandleDiskFull = unchecked((int)0x80070027);
    private const int ErrorDiskFull = unchecked((int)0x80070070);

    private readonly string _shownPath;
    private readonly SafeFileHandle _handle;
    private long _position;

    public TargetStream(string path, string shownPath)
    {
        _shownPath = shownPath;
        try
        {
            _handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Translate(shownPath, e);
        }
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public static DiskImageException Translate(string path, Exception e) => e.HResult switch
    {
        ErrnoNoSpace or ErrnoQuota or ErrorHandleDiskFull or ErrorDiskFull =>
            new DiskImageException("StorageFull", path, null, "there is no space left for the image.", "free space at the target", e),
        _ => new DiskImageException("AccessDenied", path, null, $"the image cannot be written: {e.Message}", "an existing folder that can be written to", e),
    };

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            RandomAccess.Write(_handle, buffer, _position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Translate(_shownPath, e);
        }

        _position += buffer.Length;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Nothing is buffered here; what must survive a power loss goes through <see cref="FlushToDisk"/>.</summary>
    public override void Flush()
    {
    }

    public void FlushToDisk()
    {
        try
        {
            RandomAccess.FlushToDisk(_handle);
        }
        catch (IOException e)
        {
            throw Translate(_shownPath, e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _handle.Dispose();
        base.Dispose(disposing);
    }
}
