namespace Replication.Core.Disks;

/// <summary>
/// The guest's view of one disk: a flat array of bytes, whatever the image format behind it.
/// Contract: immutable while open (the opener guarantees it), unless it is an <see cref="IWritableDisk"/>; safe for
/// concurrent reads; a read never returns a wrong byte, it throws <see cref="Errors.DiskImageException"/> instead; bytes
/// outside the allocated extents read as zeros.
/// </summary>
public interface IDiskView : IAsyncDisposable
{
    /// <summary>Exact length of the virtual disk in bytes (not rounded to blocks or GiB).</summary>
    long Length { get; }

    /// <summary>Logical sector size the guest sees: 512 or 4096 bytes.</summary>
    int LogicalSectorSize { get; }

    /// <summary>Format and subformat as shown to people, for example "vhdx dynamic".</summary>
    string Format { get; }

    /// <summary>
    /// Ranges within [offset, offset+length) that may hold something other than zeros: ascending, not overlapping,
    /// not adjacent, clipped to the request. Cost is proportional to what is allocated, not to the length.
    /// </summary>
    IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default);

    /// <summary>Fills the whole buffer from <paramref name="offset"/>; the range must lie within the disk.</summary>
    ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default);
}
