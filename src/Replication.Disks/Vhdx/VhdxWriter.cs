using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Writing;

namespace Replication.Disks.Vhdx;

/// <summary>
/// Writes a dynamic VHDX: header section, 1 MiB of empty log, metadata, BAT, then the blocks that hold something, in the
/// order in which their first data arrives. Inside a block, pages of zeros stay holes of the file.
/// </summary>
internal static class VhdxWriter
{
    /// <summary>What Windows chooses for dynamic disks; the BAT of 64 TiB then has 16 MiB.</summary>
    public const uint BlockSize = 32 * VhdxLimits.Megabyte;

    public static async ValueTask WriteAsync(
        string path, IDiskView source, IProgress<long>? bytesWritten, CancellationToken cancellationToken)
    {
        CheckRepresentable(path, source);
        using NewImageFile file = NewImageFile.Create(path);
        var layout = new VhdxNewLayout(new VhdxGeometry(source.Length, BlockSize, source.LogicalSectorSize, HasParent: false));
        var blocks = new VhdxBlockAllocator(file, layout);
        file.SetLength(layout.DataOffset);
        await SparseCopy.RunAsync(source, blocks, bytesWritten, cancellationToken);
        file.SetLength(blocks.FileLength);
        blocks.WriteTable();
        layout.WriteStructures(file, Guid.NewGuid());
        file.Commit();
    }

    /// <param name="path">What an error calls the image.</param>
    /// <param name="source">A disk to be written.</param>
    internal static void CheckRepresentable(string path, IDiskView source)
    {
        if (source.LogicalSectorSize is not (512 or 4096))
        {
            throw new DiskImageException(
                DiskErrorIds.SectorSizeNotSupported, path, null, $"The disk has logical sectors of {source.LogicalSectorSize} bytes.",
                "512 or 4096");
        }

        if (source.Length is <= 0 or > VhdxLimits.MaxDiskSize || source.Length % source.LogicalSectorSize != 0)
        {
            throw new DiskImageException(
                DiskErrorIds.DiskSizeNotRepresentable, path, null, $"The disk has {source.Length} bytes.",
                $"for VHDX a positive multiple of {source.LogicalSectorSize}, at most 64 TiB; raw takes any length");
        }
    }
}
