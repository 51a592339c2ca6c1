using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Records;

internal sealed record VolumeAttachment
{
    public const string Attaching = "attaching";
    public const string Attached = "attached";
    public const string Detaching = "detaching";
    public const string Detached = "detached";

    public required string InstanceId { get; init; }

    public required string Device { get; init; }

    public required DateTimeOffset AttachTime { get; init; }

    public required bool DeleteOnTermination { get; init; }

    public required Lifecycle State { get; init; }
}
