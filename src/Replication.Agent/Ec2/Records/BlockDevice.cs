namespace Replication.Agent.Ec2.Records;

/// <summary>One line of a block device mapping, of an image or of a request; what is null is taken from the image, then from the defaults.</summary>
internal sealed record BlockDevice
{
    public required string Device { get; init; }

    /// <summary>Suppresses the image's device of this name.</summary>
    public bool NoDevice { get; init; }

    /// <summary>Instance storage: no volume is made.</summary>
    public string? VirtualName { get; init; }

    public string? SnapshotId { get; init; }

    public int? SizeGiB { get; init; }

    public string? Type { get; init; }

    public int? Iops { get; init; }

    public int? Throughput { get; init; }

    public bool? Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    public bool? DeleteOnTermination { get; init; }

    public bool IsEbs => !NoDevice && VirtualName is null;
}
