using Replication.Core.Snapshots;

namespace Replication.Remote.Snapshots;

/// <summary>A snapshot as the server describes it.</summary>
internal sealed record SnapshotDocument(
    string Id, string? ParentId, string State, long Length, DateTimeOffset StartTime, string Description, IReadOnlyDictionary<string, string> Tags, string? Root,
    long ChangedBlocks)
{
    /// <exception cref="InvalidDataException">It is not what the protocol says.</exception>
    public SnapshotInfo ToInfo()
    {
        SnapshotState state = State switch
        {
            "pending" => SnapshotState.Pending,
            "completed" => SnapshotState.Completed,
            "error" => SnapshotState.Error,
            _ => throw new InvalidDataException($"Snapshot {Id} is in state '{State}', which the protocol does not know."),
        };
        return new SnapshotInfo(Id, ParentId, state, Length, StartTime, Description, Tags, Root is null ? null : WireDigest.Parse(Root), ChangedBlocks);
    }
}
