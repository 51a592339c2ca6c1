using Replication.Core.Disks;
using Replication.Disks.Writing;

namespace Replication.Disks.Vhdx;

/// <summary>
/// Writes a dynamic VHDX into anything that takes bytes in order. The BAT comes before the blocks, so which blocks there are is
/// decided beforehand by what the disk has allocated: one that is allocated and holds zeros has a place all the same.
/// </summary>
internal static class VhdxStreamWriter
{
    /// <summary>Small, because a block travels whole however little of it is used; the BAT of 16 TiB then has 64 MiB.</summary>
    private const uint BlockSize = 2 * VhdxLimits.Megabyte;

    public static async Task WriteAsync(Stream output, IDiskView source, Guid identity, CancellationToken cancellationToken)
    {
        VhdxWriter.CheckRepresentable("VHDX stream", source);
        var layout = new VhdxNewLayout(new VhdxGeometry(source.Length, BlockSize, source.LogicalSectorSize, HasParent: false));
        long[] offsets = await PlaceAsync(source, layout, cancellationToken);
        var head = new MemoryImage((int)layout.DataOffset);
        layout.WriteTable(head, offsets);
        layout.WriteStructures(head, identity);
        await output.WriteAsync(head.Bytes, cancellationToken);
        await using IAsyncEnumerator<Extent> allocated = source.AllocatedExtentsAsync(0, source.Length, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var copy = new OrderedCopy(source, output, allocated);
        var rest = new byte[BlockSize];
        for (long block = 0; block < offsets.Length; block++)
        {
            if (offsets[block] == 0) continue;
            long inside = layout.Geometry.UsedBytes(block);
            await copy.WriteAsync(new Extent(block * BlockSize, inside), cancellationToken);
            await output.WriteAsync(rest.AsMemory((int)inside), cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }

    /// <summary>Where each block goes; 0 for those of which nothing is allocated.</summary>
    private static async Task<long[]> PlaceAsync(IDiskView source, VhdxNewLayout layout, CancellationToken cancellationToken)
    {
        var offsets = new long[layout.Geometry.BlockCount];
        long next = layout.DataOffset;
        await foreach (Extent extent in source.AllocatedExtentsAsync(0, source.Length, cancellationToken))
        {
            for (long block = extent.Offset / BlockSize; block <= (extent.End - 1) / BlockSize; block++)
            {
                if (offsets[block] != 0) continue;
                offsets[block] = next;
                next += BlockSize;
            }
        }

        return offsets;
    }
}
