using Replication.Core.Disks;

namespace Replication.Disks.Layout;

/// <summary>
/// A partition, or the whole disk, as a probe sees it. Nearly every superblock lies in the first 72 KiB, which are read
/// once; other reads are limited to what a probe may need.
/// </summary>
internal sealed class VolumeWindow(IDiskView disk, Extent extent)
{
    /// <summary>Up to and including the superblock of Btrfs at 64 KiB.</summary>
    private const int HeadBytes = 72 * 1024;

    /// <summary>Largest single read of a probe: the uberblocks of ZFS.</summary>
    private const int MaxRead = 128 * 1024;

    private byte[]? _head;

    public long Length => extent.Length;

    /// <summary>Null when the range does not lie within the volume; a probe then has nothing to recognise.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(long offset, int length, CancellationToken cancellationToken)
    {
        if (offset < 0 || length is < 0 or > MaxRead || offset > Length || length > Length - offset) return null;
        if (offset + length <= HeadBytes)
        {
            if (_head is null)
            {
                var head = new byte[Math.Min(HeadBytes, Length)];
                await disk.ReadAsync(extent.Offset, head, cancellationToken);
                _head = head;
            }

            return _head.AsMemory((int)offset, length);
        }

        var bytes = new byte[length];
        await disk.ReadAsync(extent.Offset + offset, bytes, cancellationToken);
        return bytes;
    }
}
