using Replication.Agent.Server.EbsDirect;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.ReplicationV1;

/// <summary>A snapshot on the wire.</summary>
/// <param name="Id">Of the store.</param>
/// <param name="ParentId">Absent for a snapshot without parent.</param>
/// <param name="State">"pending", "completed" or "error".</param>
/// <param name="Length">Exact length of the disk in bytes.</param>
/// <param name="StartTime">UTC.</param>
/// <param name="Description">Of whoever started it.</param>
/// <param name="Tags">Without the server's own.</param>
/// <param name="Root">Root hash in hexadecimal; absent while pending.</param>
/// <param name="ChangedBlocks">Blocks put into it.</param>
internal sealed record SnapshotDocument(
    string Id, string? ParentId, string State, long Length, DateTimeOffset StartTime, string Description, IReadOnlyDictionary<string, string> Tags, string? Root,
    long ChangedBlocks)
{
    public static SnapshotDocument Of(SnapshotInfo snapshot) => new(
        snapshot.Id, snapshot.ParentId, snapshot.State.ToString().ToLowerInvariant(), snapshot.Length, snapshot.StartTime, snapshot.Description,
        new Dictionary<string, string>(EbsSnapshotMetadata.UserTags(snapshot)), snapshot.Root?.ToString(), snapshot.ChangedBlocks);
}
