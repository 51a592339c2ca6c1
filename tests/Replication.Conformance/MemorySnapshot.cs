using Replication.Core.Snapshots;

namespace Replication.Conformance;

internal sealed class MemorySnapshot(SnapshotInfo info, StartSnapshotRequest request, MemorySnapshot? parent)
{
    public SnapshotInfo Info { get; private set; } = info;

    public StartSnapshotRequest Request => request;

    /// <summary>Blocks that hold something.</summary>
    public SortedDictionary<long, byte[]> Blocks { get; } = parent is null ? [] : new SortedDictionary<long, byte[]>(parent.Blocks);

    public SortedDictionary<long, BlockDigest> Puts { get; } = [];

    public bool IsStartedBy(StartSnapshotRequest other) =>
        request.Length == other.Length && request.ParentId == other.ParentId && request.Description == other.Description
        && request.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).SequenceEqual(other.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal));

    public void Put(long index, byte[] data, BlockDigest digest)
    {
        Puts[index] = digest;
        if (digest == BlockDigest.OfZeroBlock) Blocks.Remove(index);
        else Blocks[index] = data;
        Info = Info with { ChangedBlocks = Puts.Count };
    }

    public BlockDigest Digest(long index) => Blocks.TryGetValue(index, out byte[]? block) ? BlockDigest.Compute(block) : default;

    public BlockDigest Checksum()
    {
        using var checksum = new LinearChecksum();
        foreach (var (index, digest) in Puts) checksum.Add(index, digest);
        return checksum.Finish();
    }

    public BlockDigest Root()
    {
        var root = new RootDigest(Info.Length);
        foreach (var (index, block) in Blocks) root.Add(index, BlockDigest.Compute(block));
        return root.Finish();
    }

    public SnapshotInfo Complete(BlockDigest root) => Info = Info with { State = SnapshotState.Completed, Root = root };
}
