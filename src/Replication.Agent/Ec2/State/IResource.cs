namespace Replication.Agent.Ec2.State;

/// <summary>What every resource of EC2 has.</summary>
internal interface IResource
{
    string Id { get; }

    /// <summary>Twelve digits; nobody else sees the resource.</summary>
    string AccountId { get; }

    DateTimeOffset CreateTime { get; }

    IReadOnlyDictionary<string, string> Tags { get; }
}
