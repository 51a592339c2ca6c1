using Replication.Core.Snapshots;

namespace Replication.Store.Volumes;

/// <summary>What a snapshot was started with; sealed JSON in <c>pending/</c>.</summary>
internal sealed record PendingHeader(
    string Id,
    string Volume,
    string? ParentId,
    long Length,
    DateTimeOffset StartTime,
    string? ClientToken,
    string Description,
    SortedDictionary<string, string> Tags)
{
    public bool IsSameRequest(StartSnapshotRequest request) =>
        Length == request.Length && ParentId == request.ParentId && Description == request.Description
        && Tags.SequenceEqual(new SortedDictionary<string, string>(request.Tags.ToDictionary(), StringComparer.Ordinal));

    public SnapshotInfo Describe(long changedBlocks) =>
        new(Id, ParentId, SnapshotState.Pending, Length, StartTime, Description, Tags, null, changedBlocks);
}
