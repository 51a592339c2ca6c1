using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Replication.Core.Disks;

namespace Replication.Disks.Tests.Layout;

/// <summary>A raw image made by a program of the operating system; counts what is read of it.</summary>
internal sealed class RawFileDisk(string path, int sectorSize = 512) : IDiskView
{
    private readonly SafeFileHandle _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    public long Length => RandomAccess.GetLength(_handle);

    public int LogicalSectorSize => sectorSize;

    public string Format => "raw";

    public long BytesRead { get; private set; }

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
        long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        yield return new Extent(offset, length);
    }

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Assert.InRange(offset, 0, Length - buffer.Length);
        Assert.Equal(buffer.Length, RandomAccess.Read(_handle, buffer.Span, offset));
        BytesRead += buffer.Length;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _handle.Dispose();
        return ValueTask.CompletedTask;
    }
}
