namespace Replication.Hypervisors.Live;

/// <summary>A disk of a machine where it is in a running QEMU.</summary>
/// <param name="DiskId">Of the machine.</param>
/// <param name="Path">File of the disk.</param>
/// <param name="HidesHoles">
/// It is a raw file with a change log above it, which maps all of it, so that QEMU takes none of its holes for one. A disk on any other root
/// tells them by itself.
/// </param>
/// <param name="DevicePath">The guest's device in QEMU's object tree.</param>
/// <param name="Node">What the device has as its root when no capture is under way; bitmaps are kept on it.</param>
internal sealed record LiveDisk(string DiskId, string Path, bool HidesHoles, string DevicePath, BlockNode Node)
{
    /// <summary>Only qcow2 can keep bitmaps; on other formats they end with QEMU.</summary>
    public bool KeepsBitmaps => Node.Driver == "qcow2";

    /// <summary>Whether this bitmap marks everything that changed since it was made.</summary>
    public bool HasComplete(string bitmap) =>
        // Going back to an internal snapshot changes the disk and marks nothing.
        !Node.HasSnapshots && Node.Bitmaps.Any(known => known.Name == bitmap && known.IsComplete);
}
