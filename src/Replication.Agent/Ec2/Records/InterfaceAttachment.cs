using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Records;

internal sealed record InterfaceAttachment
{
    public required string AttachmentId { get; init; }

    public required string InstanceId { get; init; }

    public required int DeviceIndex { get; init; }

    public required DateTimeOffset AttachTime { get; init; }

    public required bool DeleteOnTermination { get; init; }

    public required Lifecycle State { get; init; }
}
