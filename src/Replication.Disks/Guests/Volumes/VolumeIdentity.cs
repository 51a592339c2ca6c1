namespace Replication.Disks.Guests;

/// <summary>What is known about a volume before a file of it is read.</summary>
internal sealed record VolumeIdentity
{
    /// <summary>"disk 0, partition 2", or the name of a logical volume: how findings show it.</summary>
    public required string Place { get; init; }

    /// <summary>Kind, in blkid's words.</summary>
    public required string FileSystem { get; init; }

    /// <summary>Of the file system.</summary>
    public string? Uuid { get; init; }

    /// <summary>Of the file system.</summary>
    public string? Label { get; init; }

    /// <summary>GPT partition GUID.</summary>
    public string? PartitionId { get; init; }

    /// <summary>"/dev/rhel/root" of a logical volume; null for partitions, whose names the guest gives anew at each start.</summary>
    public string? LogicalVolume { get; init; }

    /// <summary>Which of the machine's disks, counted from 0 in order; null for logical volumes.</summary>
    public int? DiskIndex { get; init; }

    /// <summary>Null for the whole disk and for logical volumes.</summary>
    public int? Partition { get; init; }

    /// <summary>Whether the machine starts from the disk it is on; a logical volume may be on any.</summary>
    public bool OnBootDisk { get; init; } = true;
}
