using System.Runtime.CompilerServices;
using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Hypervisors.Live;

/// <summary>
/// A disk of a running machine as it was at the instant. A read fails once the snapshot has been given up; none is ever answered with newer bytes.
/// </summary>
/// <param name="machine">Name of the machine.</param>
/// <param name="diskId">Disk of it.</param>
/// <param name="export">The snapshot.</param>
/// <param name="allocated">What may hold something other than zeros, where that is known better than the export knows it; else null.</param>
internal sealed class LiveDiskView(string machine, string diskId, IDiskView export, IReadOnlyList<Extent>? allocated) : IDiskView
{
    public long Length => export.Length;

    public int LogicalSectorSize => export.LogicalSectorSize;

    public string Format => "snapshot of a running machine";

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
        long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (allocated is not null)
        {
            foreach (Extent extent in FilledExtents.Clip(allocated, offset, length)) yield return extent;
            yield break;
        }

        await using IAsyncEnumerator<Extent> extents = export.AllocatedExtentsAsync(offset, length, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await extents.MoveNextAsync()) yield break;
            }
            catch (DiskImageException error)
            {
                throw Lost(error);
            }

            yield return extents.Current;
        }
    }

    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await export.ReadAsync(offset, buffer, cancellationToken);
        }
        catch (DiskImageException error)
        {
            throw Lost(error);
        }
    }

    public ValueTask DisposeAsync() => export.DisposeAsync();

    private ReplicationException Lost(DiskImageException error) => new(
        "LiveSnapshotLost", $"VM {machine}, disk {diskId}", $"Its state at the instant can be read no longer: {error.Message}",
        "a machine that runs on, and room in the site's folder for what its guest overwrites meanwhile.", "Run again; what was sent is kept.", error);
}
