using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Records;

/// <summary>What EC2 knows of a snapshot beyond what the snapshot store keeps. Not every snapshot has one: EBS direct starts them too.</summary>
internal sealed record SnapshotRecord : Resource
{
    public required string VolumeId { get; init; }

    public required int VolumeSizeGiB { get; init; }

    public string Description { get; init; } = "";

    public bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    /// <summary>The snapshot that this one is a copy of: the copy of a descendant is incremental to this one.</summary>
    public string? CopyOf { get; init; }

    /// <summary>Not completed before, whatever the store says; null for at once.</summary>
    public DateTimeOffset? CompletesAt { get; init; }

    /// <summary>Why the capture failed; such a snapshot can only be deleted.</summary>
    public string? Failure { get; init; }
}
