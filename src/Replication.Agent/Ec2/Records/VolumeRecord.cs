using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Records;

internal sealed record VolumeRecord : Resource
{
    public const long GiB = 1L << 30;

    public required int SizeGiB { get; init; }

    public required string Zone { get; init; }

    public required string Type { get; init; }

    public int? Iops { get; init; }

    public int? Throughput { get; init; }

    public bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    /// <summary>The snapshot that the content came from.</summary>
    public string? SnapshotId { get; init; }

    public required Lifecycle State { get; init; }

    public VolumeAttachment? Attachment { get; init; }

    public ClientToken? Token { get; init; }

    public long Length => SizeGiB * GiB;

    /// <summary>As EC2 names it: an attached volume is in use whatever else.</summary>
    public string StateAt(DateTimeOffset now) => AttachmentAt(now) is null ? State.At(now) : "in-use";

    /// <summary>The attachment, or null when there is none or its detaching is over.</summary>
    public VolumeAttachment? AttachmentAt(DateTimeOffset now) => Attachment?.State.At(now) == VolumeAttachment.Detached ? null : Attachment;
}
