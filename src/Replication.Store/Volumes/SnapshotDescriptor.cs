using Replication.Core.Snapshots;
using Replication.Store.Index;

namespace Replication.Store.Volumes;

/// <summary>A completed snapshot; sealed JSON in <c>snapshots/</c>. The snapshot exists when this document does.</summary>
/// <param name="Start">What it was started with.</param>
/// <param name="CompleteTime">UTC.</param>
/// <param name="ChangedBlocks">Distinct blocks put.</param>
/// <param name="Checksum">LINEAR aggregate over them, hex.</param>
/// <param name="Root">Root hash of the disk, hex.</param>
/// <param name="TopPage">Page of the top node; 0 for a disk of zeros.</param>
/// <param name="TopDigest">Merkle digest of the top node, hex; zeros when absent.</param>
/// <param name="IndexEnd">One past the last index page that this snapshot or its parent uses.</param>
internal sealed record SnapshotDescriptor(
    PendingHeader Start,
    DateTimeOffset CompleteTime,
    long ChangedBlocks,
    string Checksum,
    string Root,
    long TopPage,
    string TopDigest,
    long IndexEnd)
{
    public TreeNode Top => new(TopPage, TreeGeometry.TopLevel(Start.Length), BlockDigest.Parse(TopDigest));

    public SnapshotInfo Describe() => new(
        Start.Id, Start.ParentId, SnapshotState.Completed, Start.Length, Start.StartTime, Start.Description, Start.Tags,
        BlockDigest.Parse(Root), ChangedBlocks);
}
