using Replication.Core.Snapshots;
using Replication.Store.Data;

namespace Replication.Store.Index;

/// <summary>One snapshot's tree, for lookups and for walks in ascending order.</summary>
internal sealed class IndexTree(IndexFile index, TreeNode root)
{
    public IndexFile Index => index;

    public TreeNode Root => root;

    /// <summary>The entry of a block; the default value when it is absent.</summary>
    public BlockEntry Find(long block)
    {
        if (block >= TreeGeometry.Span(root.Level)) return default;
        TreeNode node = root;
        long first = 0;
        while (!node.IsAbsent)
        {
            IndexPage page = index.Read(node, first);
            if (node.Level == 0) return page.Entry((int)(block - first));
            long span = TreeGeometry.Span(node.Level - 1);
            int slot = (int)((block - first) / span);
            first += slot * span;
            node = page.Child(slot);
        }

        return default;
    }

    /// <summary>Blocks that hold something, from the starting one on.</summary>
    public IEnumerable<KeyValuePair<long, BlockEntry>> Entries(long start = 0) => Entries(root, 0, start);

    private IEnumerable<KeyValuePair<long, BlockEntry>> Entries(TreeNode node, long first, long start)
    {
        if (node.IsAbsent || first + TreeGeometry.Span(node.Level) <= start) yield break;
        IndexPage page = index.Read(node, first);
        if (node.Level == 0)
        {
            for (int slot = (int)Math.Max(0, start - first); slot < RootDigest.LeafFanOut; slot++)
            {
                BlockEntry entry = page.Entry(slot);
                if (!entry.IsAbsent) yield return new(first + slot, entry);
            }

            yield break;
        }

        long span = TreeGeometry.Span(node.Level - 1);
        for (int slot = (int)(Math.Max(0, start - first) / span); slot < RootDigest.InnerFanOut; slot++)
        {
            foreach (var entry in Entries(page.Child(slot), first + slot * span, start)) yield return entry;
        }
    }
}
