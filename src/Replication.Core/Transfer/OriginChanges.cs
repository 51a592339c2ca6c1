using Replication.Core.Capture;
using Replication.Core.Disks;
using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

/// <summary>
/// Where a disk of known origin may differ from a base: where it was written, and in the blocks whose digests differ between origin and base. Both
/// are exact, so everything else is equal without being read. Any base will do, also one that has diverged from the origin itself.
/// </summary>
internal static class OriginChanges
{
    /// <param name="origin">Of the disk.</param>
    /// <param name="snapshot">The snapshot that it names, open.</param>
    /// <param name="parent">The base, open.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Ascending; some may overlap. Null when a digest is not known, and only reading can tell.</returns>
    public static async Task<IReadOnlyList<Extent>?> FindAsync(
        DiskOrigin origin, ISnapshotReader snapshot, ISnapshotReader parent, CancellationToken cancellationToken)
    {
        await using var below = new BlockCursor(snapshot.ListBlocksAsync(0, cancellationToken), cancellationToken);
        await using var known = new BlockCursor(parent.ListBlocksAsync(0, cancellationToken), cancellationToken);
        await below.StartAsync();
        await known.StartAsync();
        var differing = new List<Extent>();
        while (Math.Min(below.Index, known.Index) is var index && index != long.MaxValue)
        {
            BlockDigest? here = await TakeAsync(below, index), there = await TakeAsync(known, index);
            if (here is null || there is null) return null;
            if (here != there) Add(differing, index, snapshot.Info.Length);
        }

        return [.. origin.Written.Concat(differing).OrderBy(extent => extent.Offset)];
    }

    /// <summary>The digest of a block; that of zeros where none is listed.</summary>
    private static async Task<BlockDigest?> TakeAsync(BlockCursor cursor, long index)
    {
        if (cursor.Index != index) return BlockDigest.OfZeroBlock;
        BlockDigest? digest = cursor.Digest is { IsAbsent: true } ? BlockDigest.OfZeroBlock : cursor.Digest;
        await cursor.MoveAsync();
        return digest;
    }

    private static void Add(List<Extent> extents, long index, long length)
    {
        long offset = index * BlockGeometry.BlockSize;
        long end = Math.Min(offset + BlockGeometry.BlockSize, length);
        if (offset >= end) return;
        if (extents is [.., var last] && last.End == offset) extents[^1] = last with { Length = end - last.Offset };
        else extents.Add(new Extent(offset, end - offset));
    }
}
