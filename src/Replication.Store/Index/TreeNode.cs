using Replication.Core.Snapshots;

namespace Replication.Store.Index;

/// <summary>Reference to a node of an index tree: its page, its level (0 = leaf) and the Merkle digest it must have.</summary>
internal readonly record struct TreeNode(long Page, int Level, BlockDigest Digest)
{
    /// <summary>Page 0 is never written: nothing but zeros below.</summary>
    public bool IsAbsent => Page == 0;

    public static TreeNode Absent(int level) => new(0, level, default);
}
