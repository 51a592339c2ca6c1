namespace Replication.Core.Disks;

/// <summary>
/// A disk of its own over one that never changes: what was not written reads as the base does. The base stays open when the
/// overlay is disposed of; disposing makes what was acknowledged durable.
/// </summary>
public interface IOverlayDisk : IWritableDisk
{
    /// <summary>Dirty bitmap, as readers of an export name it, of <see cref="ChangedExtentsAsync"/>.</summary>
    const string WrittenBitmap = "written";

    /// <summary>
    /// Ranges that were written since the overlay was made, zeroed ones included: ascending, not overlapping, not adjacent, in
    /// whole units of the overlay (4 KiB) and clipped to the range asked for. Outside of them the disk equals its base.
    /// </summary>
    IAsyncEnumerable<Extent> ChangedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default);
}
