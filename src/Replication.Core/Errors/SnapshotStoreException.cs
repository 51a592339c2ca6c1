namespace Replication.Core.Errors;

/// <summary>A snapshot store refused or failed; carries the snapshot and block where there is one.</summary>
public class SnapshotStoreException : ReplicationException
{
    public SnapshotStoreException(
        string errorId, string target, string found, string? needed = null, string? nextStep = null, Exception? inner = null)
        : base(errorId, target, found, needed, nextStep, inner)
    {
    }

    public string? SnapshotId { get; init; }

    public long? BlockIndex { get; init; }

    public string? Path { get; init; }

    public long? Offset { get; init; }
}
