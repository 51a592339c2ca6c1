using Replication.Core.Disks;

namespace Replication.Aws.Sites;

/// <summary>A view of a snapshot that was made to be read and is deleted with it.</summary>
internal sealed class TemporaryDiskView(IDiskView inner, Func<Task> delete) : IDiskView
{
    private bool _disposed;

    public long Length => inner.Length;

    public int LogicalSectorSize => inner.LogicalSectorSize;

    public string Format => inner.Format;

    public IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default) =>
        inner.AllocatedExtentsAsync(offset, length, cancellationToken);

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(offset, buffer, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await inner.DisposeAsync();
        await delete();
    }
}
