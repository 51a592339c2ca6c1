namespace Replication.Core.Disks;

/// <summary>
/// A disk that is read and written while it is open: an overlay over a recovery point, an export of another program.
/// Contract: unlike any other <see cref="IDiskView"/> it changes, by its own writes alone; concurrent calls are allowed, and
/// a read that overlaps a write in flight sees either content, sector by sector. What was acknowledged is read back at once
/// and survives the end of the process only after <see cref="FlushAsync"/>.
/// </summary>
public interface IWritableDisk : IDiskView
{
    /// <exception cref="Errors.DiskImageException">It could not be kept (StorageFull, for one); the range may hold old or new bytes.</exception>
    ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <summary>The range reads as zeros afterwards; space may be given back. Cost is proportional to what was allocated, not to the length.</summary>
    ValueTask WriteZeroesAsync(long offset, long length, CancellationToken cancellationToken = default);

    /// <summary>Everything acknowledged before the call is durable when it returns.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken = default);
}
