using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Replication.Core.Snapshots;

/// <summary>
/// The root hash of a whole disk: a Merkle tree over the SHA-256 of its blocks, so that a store can keep it current
/// at a cost proportional to what changed, and anybody who has the block digests can compute it again.
///
/// Definition. A leaf covers <see cref="LeafFanOut"/> consecutive blocks, an inner node <see cref="InnerFanOut"/>
/// consecutive nodes of the level below; a tree has the least number of levels that covers the disk. The digest of a
/// node is SHA-256 over the digests of all its slots in order. A block of zeros and a node without any other block
/// are <em>absent</em>: 32 zero bytes in their parent's slot. Root = SHA-256("replication-root-1" in ASCII, disk
/// length in bytes as 64-bit little endian, digest of the top node or 32 zero bytes).
/// </summary>
public sealed class RootDigest
{
    public const int LeafFanOut = 32;
    public const int InnerFanOut = 64;

    private readonly long _length;
    private readonly int _levels;
    private readonly byte[][] _slots;
    private readonly long[] _node;
    private long _lastIndex = -1;

    public RootDigest(long diskLength)
    {
        _length = diskLength;
        _levels = Levels(diskLength);
        _slots = new byte[_levels][];
        _node = new long[_levels];
        for (int level = 0; level < _levels; level++)
        {
            _slots[level] = new byte[FanOut(level) * BlockDigest.Size];
            _node[level] = -1;
        }
    }

    public static int FanOut(int level) => level == 0 ? LeafFanOut : InnerFanOut;

    /// <summary>Levels of nodes needed for a disk: 1 when one leaf covers it.</summary>
    public static int Levels(long diskLength)
    {
        long covered = LeafFanOut;
        long blocks = BlockGeometry.BlockCount(diskLength);
        int levels = 1;
        while (covered < blocks)
        {
            covered *= InnerFanOut;
            levels++;
        }

        return levels;
    }

    /// <summary>Digest of a node from the digests of its slots (absent slots as zeros); absent when all are.</summary>
    public static BlockDigest OfNode(ReadOnlySpan<byte> slotDigests) =>
        slotDigests.IndexOfAnyExcept((byte)0) < 0 ? default : BlockDigest.Compute(slotDigests);

    public static BlockDigest OfDisk(long diskLength, BlockDigest topNode)
    {
        Span<byte> text = stackalloc byte[18 + 8 + BlockDigest.Size];
        "replication-root-1"u8.CopyTo(text);
        BinaryPrimitives.WriteInt64LittleEndian(text[18..], diskLength);
        topNode.WriteTo(text[26..]);
        return BlockDigest.Compute(text);
    }

    /// <summary>Adds the digest of a block; blocks come in ascending order, blocks of zeros may be left out.</summary>
    public void Add(long blockIndex, BlockDigest digest)
    {
        if (blockIndex <= _lastIndex || blockIndex >= BlockGeometry.BlockCount(_length))
            throw new ArgumentOutOfRangeException(nameof(blockIndex), blockIndex, "Blocks are added once each, ascending, within the disk.");
        _lastIndex = blockIndex;
        if (digest == BlockDigest.OfZeroBlock || digest.IsAbsent) return;
        Place(0, blockIndex, digest);
    }

    /// <summary>The root; the instance is spent afterwards.</summary>
    public BlockDigest Finish()
    {
        BlockDigest top = default;
        for (int level = 0; level < _levels; level++)
        {
            if (_node[level] < 0) continue;
            BlockDigest node = OfNode(_slots[level]);
            if (level == _levels - 1) top = node;
            else Place(level + 1, _node[level], node);
        }

        return OfDisk(_length, top);
    }

    private void Place(int level, long child, BlockDigest digest)
    {
        long node = child / FanOut(level);
        if (_node[level] != node)
        {
            if (_node[level] >= 0) Place(level + 1, _node[level], OfNode(_slots[level]));
            _slots[level].AsSpan().Clear();
            _node[level] = node;
        }

        digest.WriteTo(_slots[level].AsSpan((int)(child % FanOut(level)) * BlockDigest.Size));
    }
}
