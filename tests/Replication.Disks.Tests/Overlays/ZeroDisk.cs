using Replication.Core.Disks;

namespace Replication.Disks.Tests.Overlays;

/// <summary>A disk on which nothing was ever written.</summary>
internal sealed class ZeroDisk(long length) : IDiskView
{
    public long Length => length;

    public int LogicalSectorSize => 512;

    public string Format => "zeros";

    public IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default) =>
        AsyncEnumerable.Empty<Extent>();

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        buffer.Span.Clear();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
