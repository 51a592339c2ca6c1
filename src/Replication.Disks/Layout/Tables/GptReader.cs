using Replication.Core.Disks;
using Replication.Disks.Checksums;

namespace Replication.Disks.Layout;

/// <summary>
/// The primary header in sector 1 and its backup in the last sector, each with a checksum over itself and one over its
/// entries. A damaged primary is replaced by its backup with a warning; a damaged backup is a warning too, because the
/// next damage would be the last. A raw image does not tell its sector size, so that the other one is tried as well.
/// </summary>
internal static class GptReader
{
    private static readonly int[] SectorSizes = [512, 4096];

    /// <summary>Null when neither copy can be read; the warnings say why.</summary>
    public static async ValueTask<GptTable?> ReadAsync(IDiskView disk, List<string> warnings, CancellationToken cancellationToken)
    {
        foreach (int sectorSize in SectorSizes.OrderBy(size => size != disk.LogicalSectorSize))
        {
            var found = new List<string>();
            if (sectorSize != disk.LogicalSectorSize)
            {
                found.Add($"The GPT is one for sectors of {sectorSize} bytes, the disk says {disk.LogicalSectorSize}.");
            }

            if (await ReadEitherAsync(disk, sectorSize, found, cancellationToken) is not { } table)
            {
                if (sectorSize == disk.LogicalSectorSize) warnings.AddRange(found);
                continue;
            }

            if (sectorSize != disk.LogicalSectorSize) warnings.Clear();
            warnings.AddRange(found);
            return table;
        }

        warnings.Add("Neither GPT header can be read; the partitions are not known.");
        return null;
    }

    /// <summary>Only the primary header, for a disk whose protective MBR is missing: a lone backup may be that of an older table.</summary>
    public static async ValueTask<GptTable?> ReadPrimaryAsync(IDiskView disk, List<string> warnings, CancellationToken cancellationToken)
    {
        (var header, var array, _) = await ReadCopyAsync(disk, 1, disk.LogicalSectorSize, cancellationToken);
        return header is null ? null : Table(header, array, disk.LogicalSectorSize, disk.Length, warnings);
    }

    private static async ValueTask<GptTable?> ReadEitherAsync(
        IDiskView disk, int sectorSize, List<string> warnings, CancellationToken cancellationToken)
    {
        ulong last = (ulong)(disk.Length / sectorSize) - 1;
        (var primary, var primaryArray, string primaryDefect) = await ReadCopyAsync(disk, 1, sectorSize, cancellationToken);

        // After a disk was grown the backup is still where the primary says; a primary that is damaged says nothing.
        ulong place = primary is { Alternate: > 1 } && primary.Alternate < last ? primary.Alternate : last;
        (var backup, var backupArray, string backupDefect) = await ReadCopyAsync(disk, place, sectorSize, cancellationToken);
        if (primary is not null)
        {
            if (backup is null) warnings.Add($"The backup GPT in sector {place} cannot be used: {backupDefect}.");
            else if (place != last)
            {
                warnings.Add($"The backup GPT is in sector {place} and not in the last one, {last}: the disk was grown.");
            }

            return Table(primary, primaryArray, sectorSize, disk.Length, warnings);
        }

        warnings.Add($"The primary GPT in sector 1 cannot be used: {primaryDefect}.");
        if (backup is null)
        {
            warnings.Add($"The backup GPT in sector {place} cannot be used: {backupDefect}.");
            return null;
        }

        warnings.Add($"The backup GPT in sector {place} is used instead.");
        return Table(backup, backupArray, sectorSize, disk.Length, warnings);
    }

    private static GptTable Table(GptHeader header, byte[] array, int sectorSize, long diskLength, List<string> warnings) =>
        new(header.DiskId.ToString(), GptEntries.Read(array, header, sectorSize, diskLength, warnings));

    private static async ValueTask<(GptHeader? Header, byte[] Entries, string Defect)> ReadCopyAsync(
        IDiskView disk, ulong sector, int sectorSize, CancellationToken cancellationToken)
    {
        ulong sectors = (ulong)(disk.Length / sectorSize);
        if (sector >= sectors) return (null, [], "it is beyond the end of the disk");
        var bytes = new byte[sectorSize];
        await disk.ReadAsync((long)sector * sectorSize, bytes, cancellationToken);
        if (GptHeader.ReadFrom(bytes, sector, sectors, out string defect) is not { } header) return (null, [], defect);

        long start = (long)header.EntriesSector * sectorSize;
        if (header.ArrayBytes > disk.Length - start) return (null, [], "its entries are beyond the end of the disk");
        var array = new byte[header.ArrayBytes];
        await disk.ReadAsync(start, array, cancellationToken);
        return Crc32.Compute(array) == header.EntriesCrc ? (header, array, "") : (null, [], "the checksum of its entries is wrong");
    }
}
