using System.Globalization;
using Replication.Core.Disks;

namespace Replication.Disks.Layout;

/// <summary>
/// Keeps partitions within the disk: one that begins beyond the end is left out, one that reaches beyond is cut, both
/// with a warning.
/// </summary>
internal static class PartitionBounds
{
    public static Extent? Clip(int number, decimal start, decimal length, long diskLength, List<string> warnings)
    {
        if (length <= 0 || start >= diskLength)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture, $"Partition {number} begins at byte {start}, the disk has {diskLength}; it is left out."));
            return null;
        }

        if (start + length <= diskLength) return new Extent((long)start, (long)length);
        warnings.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Partition {number} ends at byte {start + length}, the disk has {diskLength}; it is cut there."));
        return new Extent((long)start, diskLength - (long)start);
    }

    public static void WarnOfOverlaps(IEnumerable<DiskPartition> partitions, List<string> warnings)
    {
        DiskPartition? last = null;
        foreach (var next in partitions.OrderBy(p => p.Extent.Offset))
        {
            if (last is not null && next.Extent.Offset < last.Extent.End)
            {
                warnings.Add($"Partitions {last.Number} and {next.Number} overlap.");
            }

            if (last is null || next.Extent.End > last.Extent.End) last = next;
        }
    }
}
