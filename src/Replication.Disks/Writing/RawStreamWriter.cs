using Replication.Core.Disks;

namespace Replication.Disks.Writing;

/// <summary>Writes a disk as the bytes that it has, into anything that takes bytes in order; its holes are zeros like others.</summary>
internal static class RawStreamWriter
{
    public static async Task WriteAsync(Stream output, IDiskView source, CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<Extent> allocated = source.AllocatedExtentsAsync(0, source.Length, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await new OrderedCopy(source, output, allocated).WriteAsync(new Extent(0, source.Length), cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}
