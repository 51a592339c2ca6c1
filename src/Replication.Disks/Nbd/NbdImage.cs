using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>NBD exports where others have image files.</summary>
internal static class NbdImage
{
    /// <summary>An export that cannot be written is handed out as a view that never changes; any other says by its type that it may.</summary>
    public static async ValueTask<IDiskView> OpenAsync(string uri, DiskOpenOptions options, CancellationToken cancellationToken)
    {
        NbdDisk disk = await NbdDisk.OpenAsync(NbdAddress.Parse(uri), Client(options), cancellationToken);
        return disk.Export.IsReadOnly ? new DiskPrefixView(disk, disk.Length) : disk;
    }

    public static async ValueTask<IWritableDisk> OpenWritableAsync(string uri, DiskOpenOptions options, CancellationToken cancellationToken)
    {
        NbdDisk disk = await NbdDisk.OpenAsync(NbdAddress.Parse(uri), Client(options), cancellationToken);
        if (!disk.Export.IsReadOnly) return disk;
        await disk.DisposeAsync();
        throw NbdErrors.ReadOnly(disk.Address);
    }

    public static DiskImageException NotAFile(string uri) => new(
        NbdErrorIds.NbdDiskNotAFile, uri, null, "A new image is a file, and this is the address of an NBD export.", "the path of a file that does not exist yet");

    private static NbdClientOptions Client(DiskOpenOptions options) => new() { LogicalSectorSize = options.LogicalSectorSize };
}
