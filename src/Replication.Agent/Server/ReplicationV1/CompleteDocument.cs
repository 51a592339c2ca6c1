namespace Replication.Agent.Server.ReplicationV1;

/// <summary>Body of a completion. Digests are hexadecimal.</summary>
internal sealed record CompleteDocument(long ChangedBlocks, string? Checksum = null, string? ExpectedRoot = null);
