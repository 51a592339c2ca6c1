using Replication.Core.Errors;
using Replication.Disks.Files;

namespace Replication.Disks.Vhdx.Log;

/// <summary>
/// [MS-VHDX] 2.3.3, in memory: the source is evidence and is never written to, so a disk whose host lost power is read
/// as the next start of its host would see it, and again in the same way afterwards.
/// </summary>
internal static class VhdxLogReplay
{
    /// <summary>Hyper-V makes logs of 1 MiB. The log is held in memory while it is examined.</summary>
    public const uint MaxLogLength = 64 * VhdxLimits.Megabyte;

    /// <summary>Writes of one active sequence; a log of 1 MiB holds at most 32640.</summary>
    public const int MaxWrites = 64 * 1024;

    public static ReplayedFile Replay(ImageFile file, VhdxHeader header, CancellationToken cancellationToken)
    {
        var ring = new VhdxLogRing(ReadLog(file, header), header.LogGuid);
        IReadOnlyList<VhdxLogEntry> active = VhdxLogSequence.FindActive(ring);
        if (active.Count == 0)
        {
            throw Damaged(
                file, header, "The header says that the log must be replayed, but it holds no valid sequence of entries.",
                "one complete sequence");
        }

        VhdxLogEntry head = active[^1];
        if (file.Length < head.FlushedFileOffset)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageTruncated, file.Path, file.Length, $"The file has {file.Length} bytes.",
                $"at least {head.FlushedFileOffset}, as its log says");
        }

        var overlay = new LogOverlay();
        int writes = 0;
        foreach (VhdxLogEntry entry in active)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach ((VhdxLogDescriptor descriptor, int dataSector) in ring.Descriptors(entry))
            {
                if (++writes > MaxWrites)
                {
                    throw Damaged(file, header, $"The log holds more than {MaxWrites} writes.", $"at most {MaxWrites}");
                }

                CheckTarget(file, header, descriptor);
                overlay.Add(descriptor.FileOffset, descriptor.Length, descriptor.IsData ? ring.Restore(descriptor, dataSector) : null);
            }
        }

        if (head.LastFileOffset is < 0 or > VhdxLimits.MaxFileSize)
            throw Damaged(file, header, $"The log extends the file to {head.LastFileOffset} bytes.", $"at most {VhdxLimits.MaxFileSize}");
        return new ReplayedFile(file, overlay, Math.Max(overlay.End, head.LastFileOffset));
    }

    private static byte[] ReadLog(ImageFile file, VhdxHeader header)
    {
        if (header.LogLength is 0 or > MaxLogLength || header.LogLength % VhdxLimits.Megabyte != 0)
            throw Damaged(
                file, header, $"The log, which has to be replayed, has {header.LogLength} bytes.",
                $"a multiple of 1 MiB, at most {MaxLogLength}");
        if (header.LogOffset < VhdxLimits.HeaderSectionSize || header.LogOffset % VhdxLimits.Megabyte != 0)
            throw Damaged(file, header, "The log is not at a multiple of 1 MiB behind the header section.", "a log on the 1 MiB grid");
        if (header.LogOffset > file.Length || header.LogLength > file.Length - header.LogOffset)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageTruncated, file.Path, header.LogOffset, $"The file ends at byte {file.Length}.",
                $"a log of {header.LogLength} bytes from byte {header.LogOffset}");
        }

        var bytes = new byte[header.LogLength];
        file.Read(header.LogOffset, bytes);
        return bytes;
    }

    /// <summary>2.2.2 and 2.3: the log never writes headers, which locate it, nor itself.</summary>
    private static void CheckTarget(ImageFile file, VhdxHeader header, VhdxLogDescriptor descriptor)
    {
        long offset = descriptor.FileOffset;
        bool inRange = offset >= VhdxLimits.RegionTable1Offset && offset <= VhdxLimits.MaxFileSize
            && descriptor.Length >= 0 && descriptor.Length <= VhdxLimits.MaxFileSize - offset;
        bool hitsLog = inRange && offset < header.LogOffset + header.LogLength && offset + descriptor.Length > header.LogOffset;
        if (!inRange || hitsLog)
            throw Damaged(
                file, header, $"The log writes {descriptor.Length} bytes at byte {offset}.",
                "writes to region tables, metadata, BAT or sector bitmaps");
    }

    private static DiskImageException Damaged(ImageFile file, VhdxHeader header, string found, string needed) =>
        new(DiskErrorIds.ImageDamaged, file.Path, header.LogOffset, found, needed);
}
