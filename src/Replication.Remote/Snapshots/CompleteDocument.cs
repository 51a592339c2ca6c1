namespace Replication.Remote.Snapshots;

/// <summary>Body of a completion. Digests are hexadecimal.</summary>
internal sealed record CompleteDocument(long ChangedBlocks, string? Checksum, string? ExpectedRoot);
