namespace Replication.Agent.S3.Storage;

/// <summary>A multipart upload that was begun and neither completed nor aborted.</summary>
internal sealed record UploadRecord
{
    public required string Id { get; init; }

    public required string Key { get; init; }

    public required DateTimeOffset Initiated { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string? ChecksumAlgorithm { get; init; }
}
