using Replication.Core.Disks;

namespace Replication.Disks.Overlays;

/// <summary>Makes one of ascending extents that touch.</summary>
internal sealed class JoinedExtents
{
    /// <summary>The one that may still grow; null before the first.</summary>
    public Extent? Last { get; private set; }

    /// <returns>An extent that will grow no more, or null.</returns>
    public Extent? Add(Extent next)
    {
        if (Last is { } grown && grown.End == next.Offset)
        {
            Last = new Extent(grown.Offset, grown.Length + next.Length);
            return null;
        }

        Extent? complete = Last;
        Last = next;
        return complete;
    }
}
