using Replication.Core.Snapshots;

namespace Replication.Store.Index;

internal static class TreeGeometry
{
    /// <summary>Blocks covered by a node: the fan-outs are those of <see cref="RootDigest"/>, so that page and Merkle node coincide.</summary>
    public static long Span(int level)
    {
        long span = RootDigest.LeafFanOut;
        for (int i = 0; i < level; i++) span *= RootDigest.InnerFanOut;
        return span;
    }

    /// <summary>Level of the top node of a disk's tree.</summary>
    public static int TopLevel(long diskLength) => RootDigest.Levels(diskLength) - 1;
}
