using Replication.Core.Disks;

namespace Replication.Disks.Layout;

/// <summary>
/// Reads the partition table of a disk and asks the probes what lives in each partition.
/// <para>
/// Which reading of sector 0 wins: a protective entry makes the disk GPT; a boot sector that a probe recognises (FAT,
/// NTFS, ...) is a file system on the whole disk, whose boot code must not be taken for partitions; a plausible table with
/// at least one entry is MBR, whatever old superblock lies behind it; else what a probe recognises at the beginning, and
/// else an empty MBR when there is a boot signature. A GPT whose protective MBR was wiped is read with a warning when
/// nothing else is on the disk.
/// </para>
/// <para>
/// Damage of tables is a warning and never an exception; only the disk's own read errors are. When neither GPT header
/// can be read the result is GPT without partitions and with warnings, so that nobody takes the disk for blank.
/// </para>
/// </summary>
public static class DiskLayoutReader
{
    public static async ValueTask<DiskLayout> ReadAsync(IDiskView disk, CancellationToken cancellationToken = default)
    {
        var warnings = new List<string>();
        var volume = new VolumeWindow(disk, new Extent(0, disk.Length));
        if (await volume.ReadAsync(0, MasterBootRecord.Size, cancellationToken) is not { } sector)
        {
            return new DiskLayout(PartitionStyle.None, null, [], null, warnings);
        }

        var mbr = MasterBootRecord.ReadFrom(sector.Span);
        if (mbr is { IsProtective: true })
        {
            return await GptLayout(await GptReader.ReadAsync(disk, warnings, cancellationToken))
                ?? new DiskLayout(PartitionStyle.Gpt, null, [], null, warnings);
        }

        var whole = await FileSystemProbes.ProbeAsync(volume, cancellationToken);
        if (mbr is { HasEntries: true } && whole is not { InBootSector: true })
        {
            var partitions = await MbrReader.ReadAsync(disk, mbr, warnings, cancellationToken);
            return new DiskLayout(PartitionStyle.Mbr, mbr.DiskId, await ProbeAsync(partitions), null, warnings);
        }

        if (whole is not null) return new DiskLayout(PartitionStyle.None, null, [], whole.Info, warnings);
        if (mbr is not null) return new DiskLayout(PartitionStyle.Mbr, mbr.DiskId, [], null, warnings);

        var unprotected = new List<string> { "The protective MBR is missing; the GPT was read all the same." };
        if (await GptLayout(await GptReader.ReadPrimaryAsync(disk, unprotected, cancellationToken)) is { } rescued)
        {
            return rescued with { Warnings = unprotected };
        }

        return new DiskLayout(PartitionStyle.None, null, [], null, warnings);

        async ValueTask<DiskLayout?> GptLayout(GptTable? table) =>
            table is null ? null : new DiskLayout(PartitionStyle.Gpt, table.DiskId, await ProbeAsync(table.Partitions), null, warnings);

        async ValueTask<IReadOnlyList<DiskPartition>> ProbeAsync(IReadOnlyList<DiskPartition> partitions)
        {
            var probed = new List<DiskPartition>(partitions.Count);
            foreach (var partition in partitions)
            {
                bool container = MbrPartitionTypes.IsExtended(partition.Type);
                var found = container
                    ? null
                    : await FileSystemProbes.ProbeAsync(new VolumeWindow(disk, partition.Extent), cancellationToken);
                probed.Add(partition with { FileSystem = found?.Info });
            }

            return probed;
        }
    }
}
