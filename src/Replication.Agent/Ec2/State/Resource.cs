namespace Replication.Agent.Ec2.State;

/// <summary>A resource as it is kept: immutable, replaced as a whole.</summary>
internal abstract record Resource : IResource
{
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = ResourceTags.None;
}
