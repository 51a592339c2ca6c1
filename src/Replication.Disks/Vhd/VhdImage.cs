using Replication.Core.Errors;
using Replication.Disks.Files;
using Replication.Disks.Layers;

namespace Replication.Disks.Vhd;

/// <summary>
/// Opens one VHD file. The footer at the end decides. When it is missing or damaged, the copy at the start of a dynamic
/// or differencing disk takes its place: a writer that stopped while it was appending a block has overwritten the old
/// footer and not yet written the new one, and everything that the table points to is complete.
/// </summary>
internal static class VhdImage
{
    /// <summary>The format knows only sectors of 512 bytes.</summary>
    public const int SectorSize = 512;

    public static DiskLayer Open(ImageFile file)
    {
        VhdFooter? footer = ReadTail(file, out long dataEnd);
        footer ??= ReadHeadCopy(file) ?? throw new DiskImageException(
            DiskErrorIds.ImageDamaged, file.Path, Math.Max(0, file.Length - VhdFooter.Size),
            "Neither a footer at the end nor a copy of it at the start has a valid checksum.", "an intact hard disk footer (\"conectix\")");

        if (footer.FileFormatVersion >> 16 != VhdFooter.Version1 >> 16)
        {
            throw new DiskImageException(
                DiskErrorIds.DiskFormatNotSupported, file.Path, dataEnd, $"VHD file format version 0x{footer.FileFormatVersion:X8}.",
                "version 1.x");
        }

        if (footer.CurrentSize <= 0 || footer.CurrentSize % SectorSize != 0)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageDamaged, file.Path, dataEnd, $"The footer claims a disk of {footer.CurrentSize} bytes.",
                "a positive multiple of 512");
        }

        return footer.DiskType switch
        {
            VhdDiskType.Fixed => OpenFixed(file, footer, dataEnd),
            VhdDiskType.Dynamic or VhdDiskType.Differencing => VhdSparseLayer.Open(file, footer, dataEnd),
            _ => throw new DiskImageException(
                DiskErrorIds.DiskFormatNotSupported, file.Path, dataEnd, $"VHD disk type {(uint)footer.DiskType}.",
                "fixed (2), dynamic (3) or differencing (4)"),
        };
    }

    private static FlatLayer OpenFixed(ImageFile file, VhdFooter footer, long dataEnd)
    {
        if (footer.CurrentSize > dataEnd)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageTruncated, file.Path, dataEnd, $"The fixed disk holds {dataEnd} bytes of data.",
                $"{footer.CurrentSize} bytes, as its footer says");
        }

        return new FlatLayer(file, footer.CurrentSize, SectorSize, "vhd fixed", footer.UniqueId.ToString());
    }

    private static VhdFooter? ReadTail(ImageFile file, out long dataEnd)
    {
        Span<byte> sector = stackalloc byte[VhdFooter.Size];
        foreach (int size in (ReadOnlySpan<int>)[VhdFooter.Size, VhdFooter.OldSize])
        {
            dataEnd = file.Length - size;
            if (dataEnd < 0) continue;
            sector.Clear();
            file.Read(dataEnd, sector[..size]);
            if (VhdFooter.TryRead(sector) is { } footer) return footer;
        }

        dataEnd = file.Length;
        return null;
    }

    private static VhdFooter? ReadHeadCopy(ImageFile file)
    {
        if (file.Length < VhdFooter.Size) return null;
        Span<byte> sector = stackalloc byte[VhdFooter.Size];
        file.Read(0, sector);
        // A fixed disk keeps no copy: its first sector belongs to the guest.
        return VhdFooter.TryRead(sector) is { DiskType: not VhdDiskType.Fixed } footer ? footer : null;
    }
}
