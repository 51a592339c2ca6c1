using Replication.Core.Errors;
using Replication.Disks.Files;
using Replication.Disks.Vhdx.Log;

namespace Replication.Disks.Vhdx;

/// <summary>
/// Opens one VHDX file: current header, log, region table, metadata, BAT, in this order and each checked before the
/// next.
/// </summary>
internal static class VhdxImage
{
    /// <summary>[MS-VHDX] 2.2.1: the first eight bytes of every VHDX.</summary>
    public static ReadOnlySpan<byte> Signature => "vhdxfile"u8;

    public static VhdxLayer Open(ImageFile file, CancellationToken cancellationToken)
    {
        if (file.Length is < VhdxLimits.HeaderSectionSize or > VhdxLimits.MaxFileSize)
        {
            throw new DiskImageException(
                file.Length < VhdxLimits.HeaderSectionSize ? DiskErrorIds.ImageTruncated : DiskErrorIds.ImageDamaged, file.Path,
                file.Length, $"The file has {file.Length} bytes.",
                $"from {VhdxLimits.HeaderSectionSize} (the header section) to {VhdxLimits.MaxFileSize} bytes");
        }

        CheckSignature(file);
        VhdxHeader header = VhdxHeader.ReadCurrent(file);
        IImageBytes image = header.LogGuid == Guid.Empty ? file : VhdxLogReplay.Replay(file, header, cancellationToken);
        var map = new MegabyteMap(file.Path, image.Length);
        if (header.LogLength > 0) map.Claim(header.LogOffset, header.LogLength, VhdxLimits.Header1Offset, "The log");

        VhdxRegionTable regions = VhdxRegionTable.Read(image);
        foreach (VhdxRegion region in regions.Regions)
            map.Claim(region.Offset, region.Length, VhdxLimits.RegionTable1Offset, $"The region {region.Id}");

        VhdxMetadata metadata = VhdxMetadata.Read(image, regions.Metadata);
        var geometry = new VhdxGeometry(metadata.DiskSize, metadata.BlockSize, metadata.LogicalSectorSize, metadata.HasParent);
        VhdxBlockTable.Check(image, regions.Bat, geometry, map, cancellationToken);
        return new VhdxLayer(image, header, metadata, geometry, regions.Bat);
    }

    private static void CheckSignature(ImageFile file)
    {
        Span<byte> signature = stackalloc byte[Signature.Length];
        file.Read(0, signature);
        if (!signature.SequenceEqual(Signature))
            throw new DiskImageException(
                DiskErrorIds.ImageDamaged, file.Path, 0, "The file does not start with \"vhdxfile\".", "a VHDX file");
    }
}
