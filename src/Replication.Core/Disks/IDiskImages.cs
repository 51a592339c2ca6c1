namespace Replication.Core.Disks;

/// <summary>Port to everything that knows image formats. Formats are told by content, never by file name.</summary>
public interface IDiskImages
{
    /// <summary>
    /// Opens an image with its whole parent chain, or the export of an NBD URI, to be read. An export that may be written comes as an
    /// <see cref="IWritableDisk"/>, so that whoever needs a disk that holds still can tell; any other image does not.
    /// </summary>
    /// <exception cref="Errors.DiskImageException">Not a supported or not an intact image.</exception>
    ValueTask<IDiskView> OpenAsync(string path, DiskOpenOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Opens what another program serves, with the ranges that its dirty bitmaps mark.</summary>
    /// <param name="uri">An NBD URI (docs/nbd.md).</param>
    /// <param name="bitmaps">Names of dirty bitmaps that QEMU serves with the disk.</param>
    /// <param name="sectorSize">Logical sector size that the guest sees, in bytes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.DiskImageException">It cannot be reached, or lacks one of the bitmaps.</exception>
    ValueTask<MarkedDisk> OpenExportAsync(string uri, IReadOnlyList<string> bitmaps, int sectorSize, CancellationToken cancellationToken = default);

    /// <summary>Opens what can be written in place through its format: the export of an NBD URI. The disk is the caller's alone to write.</summary>
    /// <exception cref="Errors.DiskImageException">Not such an image, or the export is read-only (<c>NbdExportReadOnly</c>).</exception>
    ValueTask<IWritableDisk> OpenWritableAsync(string path, DiskOpenOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Every file that <see cref="OpenAsync"/> would read: the image, its extents and its parents. An NBD URI has none.</summary>
    ValueTask<IReadOnlyList<string>> FilesOfAsync(string path, DiskOpenOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes <paramref name="source"/> as a new image; refuses an existing target. On failure or cancellation no
    /// file is left behind.
    /// </summary>
    ValueTask CreateAsync(
        string path, DiskFormat format, IDiskView source, IProgress<long>? bytesWritten = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes <paramref name="source"/> as an image into something that takes bytes in order. The same source and identity
    /// are the same bytes, so that what arrived of a transfer that was interrupted can be compared. Extents are read in
    /// ascending order, each byte at most once.
    /// </summary>
    /// <param name="output">Written front to back, never read or moved; left open.</param>
    /// <param name="format">Of the image.</param>
    /// <param name="source">What it will hold.</param>
    /// <param name="identity">Of the disk, for formats that give it one.</param>
    /// <param name="cancellationToken">When this returns after a stop nothing is written any more.</param>
    /// <exception cref="Errors.DiskImageException">The format has no way to hold this disk.</exception>
    ValueTask WriteAsync(Stream output, DiskFormat format, IDiskView source, Guid identity, CancellationToken cancellationToken = default);

    /// <summary>Partition table and what lives in each partition; reads only tables and superblocks.</summary>
    ValueTask<DiskLayout> ReadLayoutAsync(IDiskView disk, CancellationToken cancellationToken = default);
}
