namespace Replication.Agent.Server.ReplicationV1;

/// <summary>Body of a start. Lengths are bytes, exactly.</summary>
internal sealed record StartDocument(
    long Length, string? ParentId = null, string? ClientToken = null, string? Description = null, IReadOnlyDictionary<string, string>? Tags = null);
