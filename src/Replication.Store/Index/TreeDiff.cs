using Replication.Core.Snapshots;
using Replication.Store.Data;

namespace Replication.Store.Index;

/// <summary>
/// Two trees side by side, in ascending order; subtrees that are the same by the given measure are not entered. The
/// trees may be of different volumes and of disks of different length.
/// </summary>
internal sealed class TreeDiff(IndexFile firstIndex, IndexFile secondIndex, Func<TreeNode, TreeNode, bool> isSame)
{
    public IEnumerable<(long Block, BlockEntry First, BlockEntry Second)> Walk(TreeNode first, TreeNode second, long start = 0) =>
        Walk(Math.Max(first.Level, second.Level), 0, first, second, start);

    private static TreeNode Child(IndexPage? page, TreeNode node, int slot, int level) =>
        page?.Child(slot) ?? (slot == 0 && node.Level < level ? node : TreeNode.Absent(level - 1));

    private static IndexPage? Page(IndexFile index, TreeNode node, int level, long block) =>
        node.IsAbsent || node.Level < level ? null : index.Read(node, block);

    /// <summary>A node of a lower level than asked for stands for the taller tree that holds nothing else.</summary>
    private IEnumerable<(long Block, BlockEntry First, BlockEntry Second)> Walk(int level, long block, TreeNode first, TreeNode second, long start)
    {
        if (block + TreeGeometry.Span(level) <= start || (first.IsAbsent && second.IsAbsent)) yield break;
        if (first.Level == second.Level && !first.IsAbsent && !second.IsAbsent && isSame(first, second)) yield break;
        IndexPage? firstPage = Page(firstIndex, first, level, block);
        IndexPage? secondPage = Page(secondIndex, second, level, block);
        if (level == 0)
        {
            for (int slot = (int)Math.Max(0, start - block); slot < RootDigest.LeafFanOut; slot++)
                yield return (block + slot, firstPage?.Entry(slot) ?? default, secondPage?.Entry(slot) ?? default);
            yield break;
        }

        long span = TreeGeometry.Span(level - 1);
        for (int slot = (int)(Math.Max(0, start - block) / span); slot < RootDigest.InnerFanOut; slot++)
        {
            var below = Walk(level - 1, block + slot * span, Child(firstPage, first, slot, level), Child(secondPage, second, slot, level), start);
            foreach (var pair in below) yield return pair;
        }
    }
}
