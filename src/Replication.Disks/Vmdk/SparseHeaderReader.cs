using System.Numerics;
using Replication.Disks.Files;

namespace Replication.Disks.Vmdk;

/// <summary>
/// Reads the header of a sparse extent, and its footer when the directory is at the end, and checks every number before
/// anything is calculated with it. The redundant grain directory is used when the primary one does not lie within the
/// file; the image's format then says so. Below the directory the two are not mixed.
/// </summary>
internal static class SparseHeaderReader
{
    /// <summary>Footer marker, footer, end-of-stream marker: the last three sectors of a stream.</summary>
    private const int TrailerSize = 3 * VmdkLimits.SectorSize;

    private const int HeaderPositionOfDirectory = 56;
    private const uint KnownIncompatibleFlags = SparseExtentHeader.FlagCompressed | SparseExtentHeader.FlagMarkers;

    /// <summary>"The lower 16 bits of the flags may be ignored when unknown, the upper 16 may not."</summary>
    private const uint IncompatibleFlags = 0xFFFF0000;

    public static SparseGeometry Read(ImageFile file)
    {
        Span<byte> sector = stackalloc byte[SparseExtentHeader.Size];
        file.Read(0, sector);
        if (!SparseExtentHeader.HasMagic(sector))
        {
            throw VmdkErrors.Damaged(file.Path, 0, "No sparse extent begins here.", "the signature KDMV");
        }

        var header = SparseExtentHeader.ReadFrom(sector);
        CheckKind(header, file.Path, 0);
        if (header.DirectoryOffset != SparseExtentHeader.DirectoryAtEnd) return Geometry(file, header, 0);

        long footerOffset = file.Length - TrailerSize + VmdkLimits.SectorSize;
        var footer = ReadFooter(file, footerOffset);
        if (footer.Capacity != header.Capacity || footer.GrainSize != header.GrainSize || footer.Flags != header.Flags)
        {
            throw VmdkErrors.Damaged(
                file.Path, footerOffset, "The footer describes another disk than the header.", "equal capacity, grain size and flags");
        }

        return Geometry(file, footer, footerOffset);
    }

    private static SparseExtentHeader ReadFooter(ImageFile file, long footerOffset)
    {
        if (footerOffset < 2 * VmdkLimits.SectorSize)
        {
            throw VmdkErrors.Truncated(
                file.Path, file.Length, "The file ends before its footer.", "the grain directory and the footer at the end of the file");
        }

        Span<byte> trailer = stackalloc byte[TrailerSize];
        file.Read(file.Length - TrailerSize, trailer);
        var before = StreamMarker.ReadFrom(trailer);
        var after = StreamMarker.ReadFrom(trailer[(2 * VmdkLimits.SectorSize)..]);
        var middle = trailer.Slice(VmdkLimits.SectorSize, SparseExtentHeader.Size);
        if (before is not { DataSize: 0, Type: StreamMarker.Footer }
            || after is not { Value: 0, DataSize: 0, Type: StreamMarker.EndOfStream }
            || !SparseExtentHeader.HasMagic(middle))
        {
            throw VmdkErrors.Truncated(
                file.Path, file.Length - TrailerSize, "The file does not end with a footer and an end-of-stream marker.",
                "the whole stream");
        }

        var footer = SparseExtentHeader.ReadFrom(middle);
        CheckKind(footer, file.Path, footerOffset);
        if (footer.DirectoryOffset == SparseExtentHeader.DirectoryAtEnd)
        {
            throw VmdkErrors.Damaged(file.Path, footerOffset, "The footer does not say where the grain directory is.");
        }

        return footer;
    }

    private static void CheckKind(SparseExtentHeader header, string path, long offset)
    {
        if (header.Version is < 1 or > 3)
        {
            throw VmdkErrors.NotSupported(path, $"The sparse extent has version {header.Version}.", "version 1 to 3");
        }

        uint unknown = header.Flags & IncompatibleFlags & ~KnownIncompatibleFlags;
        if (unknown != 0) throw VmdkErrors.NotSupported(path, $"The sparse extent has flags 0x{unknown:X8} that are not known.");
        if ((header.Flags & SparseExtentHeader.FlagNewLineTest) != 0 && !header.NewLinesIntact)
        {
            throw VmdkErrors.Damaged(
                path, offset + 73, "Line ends were converted, as a text-mode transfer (FTP) does.", "a copy made in binary mode");
        }

        bool compressed = (header.Flags & SparseExtentHeader.FlagCompressed) != 0;
        if (compressed && header.Compression != SparseExtentHeader.CompressionDeflate)
        {
            throw VmdkErrors.NotSupported(path, $"Compression method {header.Compression} is not known.", "method 1, deflate");
        }

        if (compressed != ((header.Flags & SparseExtentHeader.FlagMarkers) != 0))
        {
            throw VmdkErrors.NotSupported(path, "Of compression and markers the sparse extent has only one.", "both or neither");
        }
    }

    private static SparseGeometry Geometry(ImageFile file, SparseExtentHeader header, long offset)
    {
        string path = file.Path;
        if (header.Capacity is 0 or > VmdkLimits.MaxCapacitySectors)
        {
            throw VmdkErrors.Damaged(
                path, offset + 12, $"The capacity is {header.Capacity} sectors.", $"1 to {VmdkLimits.MaxCapacitySectors}");
        }

        if (header.GrainSize is < VmdkLimits.MinGrainSectors or > VmdkLimits.MaxGrainSectors || !BitOperations.IsPow2(header.GrainSize))
        {
            throw VmdkErrors.Damaged(
                path, offset + 20, $"The grain size is {header.GrainSize} sectors.",
                $"a power of two from {VmdkLimits.MinGrainSectors} to {VmdkLimits.MaxGrainSectors}");
        }

        if (header.TableEntries is 0 or > VmdkLimits.MaxTableEntries)
        {
            throw VmdkErrors.Damaged(
                path, offset + 44, $"A grain table has {header.TableEntries} entries.", $"1 to {VmdkLimits.MaxTableEntries}");
        }

        ulong fileSectors = (ulong)file.Length / VmdkLimits.SectorSize;
        if (header.DescriptorOffset > fileSectors || header.DescriptorSize > fileSectors - header.DescriptorOffset)
        {
            throw VmdkErrors.Truncated(
                path, offset + 28, $"The descriptor at sector {header.DescriptorOffset} is beyond the end of the file.");
        }

        if (header.DescriptorOffset != 0 && header.DescriptorSize > VmdkLimits.MaxDescriptorBytes / VmdkLimits.SectorSize)
        {
            throw VmdkErrors.Damaged(
                path, offset + 36, $"The descriptor has {header.DescriptorSize} sectors.",
                $"at most {VmdkLimits.MaxDescriptorBytes} bytes");
        }

        if (header.Overhead > fileSectors)
        {
            throw VmdkErrors.Truncated(path, offset + 64, $"The metadata have {header.Overhead} sectors, the file has {fileSectors}.");
        }

        long reach = (long)header.GrainSize * header.TableEntries;
        long entries = ((long)header.Capacity + reach - 1) / reach;
        bool redundant = !Fits(header.DirectoryOffset, entries, header, file.Length)
            && (header.Flags & SparseExtentHeader.FlagRedundantTable) != 0
            && Fits(header.RedundantDirectoryOffset, entries, header, file.Length);
        ulong directory = redundant ? header.RedundantDirectoryOffset : header.DirectoryOffset;
        if (!Fits(directory, entries, header, file.Length))
        {
            throw VmdkErrors.Truncated(
                path, offset + HeaderPositionOfDirectory,
                $"The grain directory at sector {directory} does not lie within the {file.Length} bytes of the file.",
                $"{entries} entries outside header and descriptor");
        }

        return new SparseGeometry
        {
            CapacitySectors = (long)header.Capacity,
            GrainBytes = (int)header.GrainSize * VmdkLimits.SectorSize,
            TableEntries = (int)header.TableEntries,
            DirectoryOffset = (long)directory * VmdkLimits.SectorSize,
            DirectoryEntries = entries,
            Overhead = Math.Max((long)header.Overhead * VmdkLimits.SectorSize, SparseExtentHeader.Size),
            DescriptorOffset = (long)header.DescriptorOffset * VmdkLimits.SectorSize,
            DescriptorBytes = header.DescriptorOffset == 0 ? 0 : (int)header.DescriptorSize * VmdkLimits.SectorSize,
            Compressed = (header.Flags & SparseExtentHeader.FlagCompressed) != 0,
            ZeroGrains = (header.Flags & SparseExtentHeader.FlagZeroGrain) != 0,
            UncleanShutdown = header.UncleanShutdown,
            RedundantDirectory = redundant,
        };
    }

    private static bool Fits(ulong sector, long entries, SparseExtentHeader header, long fileLength)
    {
        if (sector == 0 || sector > (ulong)fileLength / VmdkLimits.SectorSize) return false;
        long start = (long)sector * VmdkLimits.SectorSize;
        long length = entries * sizeof(uint);
        if (length > fileLength - start) return false;
        if (header.DescriptorOffset == 0) return true;
        long descriptor = (long)header.DescriptorOffset * VmdkLimits.SectorSize;
        return start >= descriptor + (long)header.DescriptorSize * VmdkLimits.SectorSize || start + length <= descriptor;
    }
}
