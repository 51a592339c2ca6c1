using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Store.Data;
using Replication.Store.Index;

namespace Replication.Store.Space;

/// <summary>
/// Finds what only one snapshot refers to. A grain or page is ever referred to at one place of the trees of one
/// volume, because it came there by a put and was inherited in place; so the trees are walked side by side, and where
/// another refers to the same page everything below is shared. The cost follows what is exclusive, not the disk.
/// A page of the snapshot's own that cannot be read was given back by an earlier attempt, after everything below it.
/// Where another tree cannot be read nothing below counts as exclusive: damage costs space, never data.
/// </summary>
internal sealed class ExclusiveSpace(IndexFile index, ISpaceSink sink, CancellationToken cancellationToken)
{
    public void Walk(TreeNode top, IEnumerable<TreeNode> others)
    {
        var level = new List<TreeNode>();
        foreach (TreeNode other in others.Where(other => !other.IsAbsent).DistinctBy(other => other.Page))
        {
            if (!TryLower(other, top.Level, out TreeNode lowered)) return;
            if (!lowered.IsAbsent) level.Add(lowered);
        }

        Walk(top, 0, level);
    }

    private void Walk(TreeNode node, long first, List<TreeNode> others)
    {
        if (node.IsAbsent || others.Exists(other => other.Page == node.Page)) return;
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryRead(node, first, out IndexPage page)) return;
        var pages = new List<IndexPage>(others.Count);
        var lower = new List<TreeNode>();
        foreach (TreeNode other in others)
        {
            if (other.Level < node.Level) lower.Add(other);
            else if (TryRead(other, first, out IndexPage otherPage)) pages.Add(otherPage);
            else return;
        }

        if (node.Level == 0) WalkLeaf(page, pages);
        else WalkInner(page, first, pages, lower);
        // Last: as long as the page is there, an interrupted deletion finds what is below it again.
        sink.AddPage(node.Page);
    }

    private void WalkInner(IndexPage page, long first, List<IndexPage> others, List<TreeNode> lower)
    {
        long span = TreeGeometry.Span(page.Level - 1);
        for (int slot = 0; slot < RootDigest.InnerFanOut; slot++)
        {
            TreeNode child = page.Child(slot);
            if (child.IsAbsent) continue;
            // A tree of a smaller disk stands below slot 0 of a larger one's.
            List<TreeNode> besides = slot == 0 ? [.. lower] : [];
            foreach (IndexPage other in others)
            {
                TreeNode node = other.Child(slot);
                if (!node.IsAbsent && !besides.Exists(known => known.Page == node.Page)) besides.Add(node);
            }

            Walk(child, first + slot * span, besides);
        }
    }

    private void WalkLeaf(IndexPage page, List<IndexPage> others)
    {
        for (int slot = 0; slot < RootDigest.LeafFanOut; slot++)
        {
            GrainPointers grains = page.Entry(slot).Grains;
            for (int grain = 0; grain < BlockGeometry.GrainsPerBlock; grain++)
            {
                GrainPointer pointer = grains[grain];
                if (pointer.IsZero) continue;
                bool shared = false;
                foreach (IndexPage other in others) shared |= other.Entry(slot).Grains[grain] == pointer;
                if (!shared) sink.AddGrain(pointer);
            }
        }
    }

    /// <summary>The part of a taller tree that covers what a tree of the given level covers.</summary>
    private bool TryLower(TreeNode node, int level, out TreeNode lowered)
    {
        lowered = node;
        while (!lowered.IsAbsent && lowered.Level > level)
        {
            if (!TryRead(lowered, 0, out IndexPage page)) return false;
            lowered = page.Child(0);
        }

        return true;
    }

    private bool TryRead(TreeNode node, long first, out IndexPage page)
    {
        try
        {
            page = index.Read(node, first);
            return true;
        }
        catch (SnapshotStoreException)
        {
            page = null!;
            return false;
        }
    }
}
