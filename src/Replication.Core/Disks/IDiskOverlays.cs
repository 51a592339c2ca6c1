namespace Replication.Core.Disks;

/// <summary>Port to overlays that are kept in a folder each and outlive the process that writes them.</summary>
public interface IDiskOverlays
{
    /// <summary>Makes an empty overlay in a new folder; one of the same base that is there already is left as it is.</summary>
    /// <exception cref="Errors.DiskImageException">OverlayBaseMismatch, StorageFull, AccessDenied, ImageWriteFailed.</exception>
    void Create(string folder, OverlayBase basis);

    /// <summary>Opens an overlay for this process alone, as it was at or after its last flush.</summary>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="basis">What it must have been made over.</param>
    /// <param name="view">The base's content.</param>
    /// <exception cref="Errors.DiskImageException">OverlayNotFound, OverlayInUse, OverlayCorrupt, OverlayBaseMismatch, ImageReadFailed.</exception>
    IOverlayDisk Open(string folder, OverlayBase basis, IDiskView view);

    /// <summary>Removes an overlay with all that was written to it; no error when there is none.</summary>
    void Delete(string folder);
}

/// <summary>What an overlay lies over; any other content would make a disk of it that never existed.</summary>
/// <param name="Id">Identity of the base's content, for example store and snapshot.</param>
/// <param name="Length">Exact length in bytes.</param>
public sealed record OverlayBase(string Id, long Length);
