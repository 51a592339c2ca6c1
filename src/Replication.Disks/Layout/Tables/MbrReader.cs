using System.Globalization;
using Replication.Core.Disks;

namespace Replication.Disks.Layout;

/// <summary>
/// Primary and logical partitions, numbered as Linux does: 1 to 4 by slot, logical ones from 5 in the order of their chain.
/// The chain: each logical partition has a table sector (EBR) whose own entry counts from that sector, and whose link
/// counts from the beginning of the extended partition.
/// </summary>
internal static class MbrReader
{
    /// <summary>Linux numbers up to 255 partitions; more links than this are a defect.</summary>
    private const int MaxLogical = 256;

    private const int FirstLogicalNumber = 5;

    public static async ValueTask<IReadOnlyList<DiskPartition>> ReadAsync(
        IDiskView disk, MasterBootRecord mbr, List<string> warnings, CancellationToken cancellationToken)
    {
        var partitions = new List<DiskPartition>();
        MbrEntry? extended = null;
        for (int i = 0; i < mbr.Entries.Count; i++)
        {
            var entry = mbr.Entries[i];
            if (!entry.IsUsed) continue;
            Add(i + 1, entry, 0);
            if (MbrPartitionTypes.IsExtended(entry.Type)) extended ??= entry;
        }

        PartitionBounds.WarnOfOverlaps(partitions, warnings);
        if (extended is { } container) await ReadLogicalAsync(container);
        return partitions;

        async ValueTask ReadLogicalAsync(MbrEntry container)
        {
            var logical = new List<MbrEntry>();
            var seen = new HashSet<long>();
            long table = container.FirstSector;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!seen.Add(table) || seen.Count > MaxLogical)
                {
                    warnings.Add(
                        $"The chain of logical partitions comes back to sector {table} or has more than {MaxLogical} links; "
                        + "the rest is left out.");
                    return;
                }

                var record = await ReadRecordAsync(table);
                if (record is null)
                {
                    warnings.Add($"There is no partition table at sector {table}, where the next logical partition should be.");
                    return;
                }

                foreach (var entry in record.Entries.Where(e => e.IsUsed && !MbrPartitionTypes.IsExtended(e.Type)))
                {
                    int number = FirstLogicalNumber + logical.Count;
                    logical.Add(entry);
                    if (entry.FirstSector == 0
                        || table + entry.FirstSector + (long)entry.Sectors > container.FirstSector + (long)container.Sectors)
                    {
                        warnings.Add($"Logical partition {number} does not lie within the extended partition; it is left out.");
                        continue;
                    }

                    Add(number, entry, table);
                }

                var link = record.Entries.FirstOrDefault(e => e.IsUsed && MbrPartitionTypes.IsExtended(e.Type));
                if (!link.IsUsed) return;
                if (link.FirstSector >= container.Sectors)
                {
                    warnings.Add($"The table at sector {table} links to a place outside the extended partition; the rest is left out.");
                    return;
                }

                table = container.FirstSector + (long)link.FirstSector;
            }
        }

        async ValueTask<MasterBootRecord?> ReadRecordAsync(long sector)
        {
            long offset = sector * disk.LogicalSectorSize;
            if (offset > disk.Length - MasterBootRecord.Size) return null;
            var bytes = new byte[MasterBootRecord.Size];
            await disk.ReadAsync(offset, bytes, cancellationToken);
            return MasterBootRecord.ReadFrom(bytes);
        }

        void Add(int number, MbrEntry entry, long origin)
        {
            var extent = PartitionBounds.Clip(
                number, (decimal)(origin + entry.FirstSector) * disk.LogicalSectorSize, (decimal)entry.Sectors * disk.LogicalSectorSize,
                disk.Length, warnings);
            if (extent is null) return;
            string type = entry.Type.ToString("x2", CultureInfo.InvariantCulture);
            partitions.Add(new DiskPartition(number, extent.Value, type, null, null, entry.Flag == MbrEntry.Active, null));
        }
    }
}
