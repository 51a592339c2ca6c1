using Replication.Core.Disks;

namespace Replication.Aws.Sites;

/// <summary>A disk shown longer than it is: zeros follow its end.</summary>
internal sealed class PaddedDiskView(IDiskView disk, long length) : IDiskView
{
    public long Length => length;

    public int LogicalSectorSize => disk.LogicalSectorSize;

    public string Format => disk.Format;

    public IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default) => offset < disk.Length
        ? disk.AllocatedExtentsAsync(offset, Math.Min(length, disk.Length - offset), cancellationToken)
        : AsyncEnumerable.Empty<Extent>();

    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int held = (int)Math.Clamp(disk.Length - offset, 0, buffer.Length);
        if (held > 0) await disk.ReadAsync(offset, buffer[..held], cancellationToken);
        buffer.Span[held..].Clear();
    }

    public ValueTask DisposeAsync() => disk.DisposeAsync();
}
