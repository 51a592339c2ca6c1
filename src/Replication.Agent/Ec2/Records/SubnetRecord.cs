using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Records;

internal sealed record SubnetRecord : Resource
{
    public required string VpcId { get; init; }

    public required string Cidr { get; init; }

    public required string Zone { get; init; }

    public bool IsDefault { get; init; }
}
