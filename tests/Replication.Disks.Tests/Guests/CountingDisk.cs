using Replication.Core.Disks;

namespace Replication.Disks.Tests.Guests;

/// <summary>Counts what is read of a disk, by several readers at a time.</summary>
internal sealed class CountingDisk(IDiskView disk) : IDiskView
{
    private long _bytesRead;

    public long BytesRead => Interlocked.Read(ref _bytesRead);

    public long Length => disk.Length;

    public int LogicalSectorSize => disk.LogicalSectorSize;

    public string Format => disk.Format;

    public IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default) =>
        disk.AllocatedExtentsAsync(offset, length, cancellationToken);

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _bytesRead, buffer.Length);
        return disk.ReadAsync(offset, buffer, cancellationToken);
    }

    public ValueTask DisposeAsync() => disk.DisposeAsync();
}
