using System.Buffers.Binary;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Formats;
using Replication.Disks.Layout;
using Replication.Disks.Nbd;
using Replication.Disks.Vhdx;
using Replication.Disks.Vmdk;
using Replication.Disks.Writing;

namespace Replication.Disks;

/// <summary>
/// Disk images on files and block devices. Reads raw, VHD, VHDX and VMDK with their chains; writes raw, VHDX
/// and streamOptimized VMDK. What other programs export over NBD is a disk as well (docs/nbd.md).
/// docs/disk-formats.md states what each reader accepts and refuses.
/// </summary>
public sealed class DiskImages : IDiskImages
{
    public ValueTask<IDiskView> OpenAsync(string path, DiskOpenOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        options ??= new DiskOpenOptions();
        return DiskPath.IsUri(path)
            ? NbdImage.OpenAsync(path, options, cancellationToken)
            : DiskFormats.Detect(path, options).OpenAsync(path, cancellationToken);
    }

    public ValueTask<IWritableDisk> OpenWritableAsync(string path, DiskOpenOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return DiskPath.IsUri(path)
            ? NbdImage.OpenWritableAsync(path, options ?? new DiskOpenOptions(), cancellationToken)
            : throw new DiskImageException(DiskErrorIds.DiskFormatNotSupported, path, null, "An image file is not written in place this way.", "an NBD URI");
    }

    public async ValueTask<MarkedDisk> OpenExportAsync(
        string uri, IReadOnlyList<string> bitmaps, int sectorSize, CancellationToken cancellationToken = default)
    {
        var options = new NbdClientOptions { LogicalSectorSize = sectorSize, Contexts = [.. bitmaps.Select(NbdContexts.DirtyBitmap)] };
        NbdDisk disk = await NbdDisk.OpenAsync(NbdAddress.Parse(uri), options, cancellationToken);
        try
        {
            var marked = new Dictionary<string, IReadOnlyList<Extent>>();
            foreach (string bitmap in bitmaps)
            {
                var extents = new List<Extent>();
                await foreach (Extent extent in disk.DirtyExtentsAsync(NbdContexts.DirtyBitmap(bitmap), cancellationToken)) extents.Add(extent);
                marked[bitmap] = extents;
            }

            return new MarkedDisk(disk, marked);
        }
        catch
        {
            await disk.DisposeAsync();
            throw;
        }
    }

    public ValueTask<IReadOnlyList<string>> FilesOfAsync(
        string path, DiskOpenOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return DiskPath.IsUri(path)
            ? ValueTask.FromResult<IReadOnlyList<string>>([])
            : DiskFormats.Detect(path, options ?? new DiskOpenOptions()).FilesOfAsync(path, cancellationToken);
    }

    public ValueTask CreateAsync(
        string path, DiskFormat format, IDiskView source, IProgress<long>? bytesWritten = null,
        CancellationToken cancellationToken = default) =>
        format switch
        {
            _ when DiskPath.IsUri(path) => throw NbdImage.NotAFile(path),
            DiskFormat.Raw => RawWriter.WriteAsync(path, source, bytesWritten, cancellationToken),
            DiskFormat.Vhdx => VhdxWriter.WriteAsync(path, source, bytesWritten, cancellationToken),
            DiskFormat.VmdkStreamOptimized => VmdkWriter.WriteAsync(path, source, bytesWritten, cancellationToken),
            _ => throw Unwritable(format, path),
        };

    public async ValueTask WriteAsync(Stream output, DiskFormat format, IDiskView source, Guid identity, CancellationToken cancellationToken = default)
    {
        Task writing = format switch
        {
            DiskFormat.Raw => RawStreamWriter.WriteAsync(output, source, cancellationToken),
            DiskFormat.Vhdx => VhdxStreamWriter.WriteAsync(output, source, identity, cancellationToken),
            DiskFormat.VmdkStreamOptimized => VmdkStreamWriter.WriteAsync(output, source, new VmdkStreamOptions { ContentId = ContentId(identity) }, null, cancellationToken),
            _ => throw Unwritable(format, "image stream"),
        };
        await writing;
    }

    public ValueTask<DiskLayout> ReadLayoutAsync(IDiskView disk, CancellationToken cancellationToken = default) =>
        DiskLayoutReader.ReadAsync(disk, cancellationToken);

    /// <summary>Positive as a signed number, which leaves out the values that mean something else.</summary>
    private static uint ContentId(Guid identity) => (BinaryPrimitives.ReadUInt32LittleEndian(identity.ToByteArray()) & int.MaxValue) | 1;

    private static DiskImageException Unwritable(DiskFormat format, string name) => new(
        DiskErrorIds.DiskFormatNotSupported, name, null, $"{format} cannot be written.", "Raw, Vhdx or VmdkStreamOptimized");
}
