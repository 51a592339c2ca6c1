using System.Runtime.CompilerServices;
using Replication.Agent.Ec2.Content;
using Replication.Core.Disks;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.Imports;

/// <summary>A disk image as content of a snapshot.</summary>
/// <param name="disk">What the image holds.</param>
/// <param name="passed">Told the position up to which the disk has been handed out, in bytes.</param>
internal sealed class DiskImageContent(IDiskView disk, Action<long> passed) : IBlockContent
{
    public async IAsyncEnumerable<long> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long next = 0;
        await foreach (Extent extent in disk.AllocatedExtentsAsync(0, disk.Length, cancellationToken))
        {
            long last = (extent.End - 1) / BlockGeometry.BlockSize;
            for (long block = Math.Max(next, extent.Offset / BlockGeometry.BlockSize); block <= last; block++)
            {
                passed(block * BlockGeometry.BlockSize);
                yield return block;
            }

            next = Math.Max(next, last + 1);
        }
    }

    public async ValueTask ReadAsync(long blockIndex, Memory<byte> destination, CancellationToken cancellationToken)
    {
        int inside = BlockGeometry.BytesInBlock(disk.Length, blockIndex);
        await disk.ReadAsync(blockIndex * BlockGeometry.BlockSize, destination[..inside], cancellationToken);
        destination.Span[inside..].Clear();
    }

    public ValueTask DisposeAsync() => disk.DisposeAsync();
}
