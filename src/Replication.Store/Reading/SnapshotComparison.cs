using Replication.Core.Snapshots;
using Replication.Store.Index;

namespace Replication.Store.Reading;

internal static class SnapshotComparison
{
    public static IEnumerable<ChangedBlock> Run(SnapshotCatalog catalog, string firstId, string secondId, long start)
    {
        using LeasedSnapshot first = catalog.Lease(firstId);
        using LeasedSnapshot second = catalog.Lease(secondId);
        var diff = new TreeDiff(first.Volume.Index, second.Volume.Index, (one, other) => one.Digest == other.Digest);
        foreach (var (block, one, other) in diff.Walk(first.Tree.Root, second.Tree.Root, start))
        {
            if (one.Digest != other.Digest) yield return new ChangedBlock(block, one.Digest, other.Digest);
        }
    }
}
