using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Records;

/// <summary>The public half of a key pair; the private half is handed out once and kept nowhere.</summary>
internal sealed record KeyPairRecord : Resource
{
    public required string Name { get; init; }

    public required string Fingerprint { get; init; }

    public required string Type { get; init; }
}
