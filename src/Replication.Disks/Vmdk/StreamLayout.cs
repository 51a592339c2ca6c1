using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Replication.Disks.Vmdk;

/// <summary>The parts of a stream that are known before its content: header and descriptor, in the first 64 KiB.</summary>
internal static class StreamLayout
{
    /// <summary>Default grain of the format.</summary>
    public const int GrainBytes = 64 * 1024;
    public const int GrainSectors = GrainBytes / VmdkLimits.SectorSize;
    public const int TableEntries = 512;

    /// <summary>Bytes of the disk behind one grain table.</summary>
    public const long TableReach = (long)GrainBytes * TableEntries;

    /// <summary>Header and descriptor, rounded up to a grain as other writers do.</summary>
    public const int PreambleBytes = GrainBytes;

    private const int DescriptorSector = 1;
    private const int DescriptorSectors = 20;

    /// <summary>Version that current products give to streams.</summary>
    private const uint Version = 3;

    // Translation that BIOSes use for disks above 8 GiB, and the most cylinders that fit in it.
    private const int Heads = 255;
    private const int SectorsPerTrack = 63;
    private const long MaxCylinders = 65535;

    public static byte[] Preamble(long sectors, string extentName, uint? identity)
    {
        var bytes = new byte[PreambleBytes];
        Header(sectors, SparseExtentHeader.DirectoryAtEnd).WriteTo(bytes);
        byte[] text = Encoding.UTF8.GetBytes(Descriptor(sectors, extentName, identity));
        if (text.Length > DescriptorSectors * VmdkLimits.SectorSize)
        {
            throw new ArgumentException("The extent name is too long for the descriptor.", nameof(extentName));
        }

        text.CopyTo(bytes, DescriptorSector * VmdkLimits.SectorSize);
        return bytes;
    }

    public static SparseExtentHeader Header(long sectors, ulong directorySector) => new()
    {
        Version = Version,
        Flags = SparseExtentHeader.FlagNewLineTest | SparseExtentHeader.FlagCompressed | SparseExtentHeader.FlagMarkers,
        Capacity = (ulong)sectors,
        GrainSize = GrainSectors,
        DescriptorOffset = DescriptorSector,
        DescriptorSize = DescriptorSectors,
        TableEntries = TableEntries,
        DirectoryOffset = directorySector,
        Overhead = PreambleBytes / VmdkLimits.SectorSize,
        Compression = SparseExtentHeader.CompressionDeflate,
    };

    private static string Descriptor(long sectors, string extentName, uint? identity)
    {
        // Neither "no parent" nor the value that marks an image as never written.
        uint contentId = identity ?? (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
        long cylinders = Math.Clamp(sectors / (Heads * SectorsPerTrack), 1, MaxCylinders);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Disk DescriptorFile
            version=1
            CID={contentId:x8}
            parentCID=ffffffff
            createType="streamOptimized"

            # Extent description
            RW {sectors} SPARSE "{extentName}"

            # The Disk Data Base
            #DDB

            ddb.adapterType = "lsilogic"
            ddb.geometry.cylinders = "{cylinders}"
            ddb.geometry.heads = "{Heads}"
            ddb.geometry.sectors = "{SectorsPerTrack}"
            ddb.virtualHWVersion = "4"

            """).ReplaceLineEndings("\n");
    }
}
