using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Records;

internal sealed record ImageRecord : Resource
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    public required string Architecture { get; init; }

    public required string RootDevice { get; init; }

    public required string VirtualizationType { get; init; }

    public string? BootMode { get; init; }

    public string? TpmSupport { get; init; }

    public string? ImdsSupport { get; init; }

    public bool EnaSupport { get; init; }

    public string? SriovNetSupport { get; init; }

    public IReadOnlyList<BlockDevice> Devices { get; init; } = [];
}
