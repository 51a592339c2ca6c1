using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Records;

internal sealed record SecurityGroupRecord : Resource
{
    /// <summary>Made with the VPC; cannot be deleted.</summary>
    public const string DefaultName = "default";

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string VpcId { get; init; }

    public IReadOnlyList<SecurityRule> Rules { get; init; } = [];
}
