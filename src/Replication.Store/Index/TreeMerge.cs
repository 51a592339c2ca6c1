using Replication.Core.Snapshots;
using Replication.Store.Pending;

namespace Replication.Store.Index;

/// <summary>
/// Makes a child's tree from the parent's and the blocks that were put: copy-on-write, in one ascending pass. A node
/// is rewritten only when a block below it was put and differs; every other subtree is referred to as it is. Memory
/// is one page per level.
/// </summary>
internal sealed class TreeMerge(IndexFile index, IndexAppender appender, RecordStream records)
{
    public TreeNode Run(TreeNode parent, int level) => Merge(level, 0, parent);

    /// <param name="level">Level of the node to make.</param>
    /// <param name="first">First block it covers.</param>
    /// <param name="old">The parent's node at this place. Where the disk has grown it is of a lower level and belongs into slot 0.</param>
    private TreeNode Merge(int level, long first, TreeNode old)
    {
        long end = first + TreeGeometry.Span(level);
        bool grown = !old.IsAbsent && old.Level < level;
        if (!grown && !records.HasBefore(end)) return old.IsAbsent ? TreeNode.Absent(level) : old;

        IndexPage? before = old.IsAbsent || grown ? null : index.Read(old, first);
        IndexPage page = before?.Copy() ?? IndexPage.Blank(level, first);
        if (level == 0) FillLeaf(page, first, end);
        else FillInner(page, first, end, grown ? old : TreeNode.Absent(level));
        return before is not null && page.HasSameSlots(before) ? old : appender.Append(page);
    }

    private void FillLeaf(IndexPage page, long first, long end)
    {
        while (records.HasBefore(end))
        {
            PutRecord record = records.Take();
            page.SetEntry((int)(record.Block - first), record.Entry);
        }
    }

    private void FillInner(IndexPage page, long first, long end, TreeNode grownFrom)
    {
        long span = TreeGeometry.Span(page.Level - 1);
        if (!grownFrom.IsAbsent) page.SetChild(0, Merge(page.Level - 1, 0, grownFrom));
        while (records.HasBefore(end))
        {
            int slot = (int)((records.NextBlock - first) / span);
            page.SetChild(slot, Merge(page.Level - 1, first + slot * span, page.Child(slot)));
        }
    }
}
