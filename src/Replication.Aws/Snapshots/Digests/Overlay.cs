using Replication.Core.Snapshots;

namespace Replication.Aws.Snapshots.Digests;

/// <summary>The digests of a parent with those of a child over them.</summary>
internal static class Overlay
{
    /// <param name="below">Ascending.</param>
    /// <param name="above">Ascending; wins, and an absent digest hides what is below.</param>
    public static IEnumerable<(long Block, BlockDigest Digest)> Merge(
        IEnumerable<(long Block, BlockDigest Digest)> below, IEnumerable<(long Block, BlockDigest Digest)> above)
    {
        using IEnumerator<(long Block, BlockDigest Digest)> low = below.GetEnumerator();
        using IEnumerator<(long Block, BlockDigest Digest)> high = above.GetEnumerator();
        bool hasLow = low.MoveNext();
        bool hasHigh = high.MoveNext();
        while (hasLow || hasHigh)
        {
            if (!hasHigh || (hasLow && low.Current.Block < high.Current.Block))
            {
                yield return low.Current;
                hasLow = low.MoveNext();
                continue;
            }

            if (hasLow && low.Current.Block == high.Current.Block) hasLow = low.MoveNext();
            if (!high.Current.Digest.IsAbsent) yield return high.Current;
            hasHigh = high.MoveNext();
        }
    }
}
