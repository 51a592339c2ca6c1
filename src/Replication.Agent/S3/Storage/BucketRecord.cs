namespace Replication.Agent.S3.Storage;

internal sealed record BucketRecord
{
    public required string Name { get; init; }

    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>Configurations by the name of their subresource, as XML, as they were put.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
