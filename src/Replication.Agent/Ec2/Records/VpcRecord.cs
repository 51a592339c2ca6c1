using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Records;

internal sealed record VpcRecord : Resource
{
    public required string Cidr { get; init; }

    public bool IsDefault { get; init; }
}
