namespace Replication.Agent.S3.Storage;

/// <summary>An object: where its content lies, and what is said about it. Replaced as a whole.</summary>
internal sealed record ObjectRecord
{
    public required string Key { get; init; }

    /// <summary>Name of the file with the content.</summary>
    public required string Body { get; init; }

    public required long Length { get; init; }

    /// <summary>Without quotes.</summary>
    public required string ETag { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    /// <summary>Headers that a client gave and gets back: content type, user metadata and the like.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Checksums by the header that carries them.</summary>
    public IReadOnlyDictionary<string, string> Checksums { get; init; } = new Dictionary<string, string>();
}
