using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Platform;
using Replication.Core.Sites;

namespace Replication.Hypervisors.Local;

/// <summary>A raw image that is updated in place.</summary>
internal sealed class RawDiskTarget : IDiskTarget
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _length;
    private readonly FileView _view;

    private RawDiskTarget(string path, SafeFileHandle file, long length, int sectorSize)
    {
        _path = path;
        _file = file;
        _length = length;
        _view = new FileView(file, path, length, sectorSize);
    }

    public IDiskView Current => _view;

    public bool InPlace => true;

    public static RawDiskTarget Open(string path, long length, int sectorSize)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new ReplicationException("TargetInUse", path, $"It cannot be opened for writing alone: {error.Message}", "a disk that nobody else has open.", inner: error);
        }

        try
        {
            // A shorter disk grows now (with zeros); a longer one is cut at the end, when everything else is in place.
            if (RandomAccess.GetLength(file) < length) RandomAccess.SetLength(file, length);
            return new RawDiskTarget(path, file, length, sectorSize);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            RandomAccess.Write(_file, data.Span, offset);
        }
        catch (IOException error)
        {
            throw new ReplicationException("TargetWriteFailed", _path, $"Writing {data.Length} bytes at {offset} failed: {error.Message}", inner: error);
        }

        return ValueTask.CompletedTask;
    }

    public Task CommitAsync(CancellationToken cancellationToken = default)
    {
        if (RandomAccess.GetLength(_file) > _length) RandomAccess.SetLength(_file, _length);
        RandomAccess.FlushToDisk(_file);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _view.DisposeAsync();
        _file.Dispose();
    }

    private sealed class FileView(SafeFileHandle file, string path, long length, int sectorSize) : IDiskView
    {
        public long Length => length;

        public int LogicalSectorSize => sectorSize;

        public string Format => "raw";

        public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
            long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await ValueTask.CompletedTask;
            foreach (Extent extent in SparseFile.AllocatedExtents(file, offset, length))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return extent;
            }
        }

        public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (buffer.Length > 0)
            {
                int read = RandomAccess.Read(file, buffer.Span, offset);
                if (read == 0) throw new DiskImageException("ImageTruncated", path, offset, "The file ends here.", $"{length} bytes.");
                offset += read;
                buffer = buffer[read..];
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
