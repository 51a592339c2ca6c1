namespace Replication.Remote.Snapshots;

/// <summary>Body of a start.</summary>
internal sealed record StartDocument(long Length, string? ParentId, string ClientToken, string Description, IReadOnlyDictionary<string, string> Tags);
