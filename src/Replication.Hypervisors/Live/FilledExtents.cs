using Microsoft.Win32.SafeHandles;
using Replication.Core.Disks;
using Replication.Core.Platform;

namespace Replication.Hypervisors.Live;

/// <summary>Where the file of a raw disk that a guest is writing is no hole.</summary>
internal static class FilledExtents
{
    public static IReadOnlyList<Extent> Of(LiveDisk disk)
    {
        using SafeFileHandle file = File.OpenHandle(disk.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return [.. SparseFile.AllocatedExtents(file, 0, disk.Node.Length)];
    }

    /// <summary>What is in either list; both ascend and do not overlap, and so does the result, whose extents do not touch.</summary>
    public static IReadOnlyList<Extent> Merge(IReadOnlyList<Extent> some, IReadOnlyList<Extent> others)
    {
        var merged = new List<Extent>();
        int left = 0, right = 0;
        while (left < some.Count || right < others.Count)
        {
            bool fromLeft = right == others.Count || (left < some.Count && some[left].Offset <= others[right].Offset);
            Extent next = fromLeft ? some[left++] : others[right++];
            if (merged is [.., var last] && next.Offset <= last.End) merged[^1] = last with { Length = Math.Max(last.End, next.End) - last.Offset };
            else merged.Add(next);
        }

        return merged;
    }

    /// <summary>The part of a list that lies in a range.</summary>
    public static IEnumerable<Extent> Clip(IReadOnlyList<Extent> extents, long offset, long length)
    {
        foreach (Extent extent in extents)
        {
            long start = Math.Max(extent.Offset, offset);
            long end = Math.Min(extent.End, offset + length);
            if (start < end) yield return new Extent(start, end - start);
        }
    }
}
