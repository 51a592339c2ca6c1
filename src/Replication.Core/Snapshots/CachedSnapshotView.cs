using Replication.Core.Disks;

namespace Replication.Core.Snapshots;

/// <summary>A completed snapshot as a disk for many small reads: every byte was proven, each block once while it is at hand.</summary>
public sealed class CachedSnapshotView(ISnapshotReader reader, int logicalSectorSize, VerifiedBlockCache cache) : IDiskView
{
    private readonly SnapshotDiskView _snapshot = new(reader, logicalSectorSize);

    public long Length => _snapshot.Length;

    public int LogicalSectorSize => _snapshot.LogicalSectorSize;

    public string Format => _snapshot.Format;

    public IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default) =>
        _snapshot.AllocatedExtentsAsync(offset, length, cancellationToken);

    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (offset < 0 || offset > Length - buffer.Length) throw new ArgumentOutOfRangeException(nameof(offset), offset, "The range lies outside the disk.");
        while (buffer.Length > 0)
        {
            int within = (int)(offset % BlockGeometry.BlockSize);
            int count = Math.Min(BlockGeometry.BlockSize - within, buffer.Length);
            await cache.CopyAsync(reader, offset / BlockGeometry.BlockSize, within, buffer[..count], cancellationToken);
            offset += count;
            buffer = buffer[count..];
        }
    }

    public ValueTask DisposeAsync()
    {
        cache.Forget(reader);
        return _snapshot.DisposeAsync();
    }
}
