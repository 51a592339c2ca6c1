using System.Security.Cryptography;
using System.Text;
using Replication.Core.Disks;
using Replication.Core.Snapshots;

namespace Replication.Core.Tests.Support;

/// <summary>Disk contents, and what they should hash to, computed without the code under test.</summary>
public static class Contents
{
    private const int Block = BlockGeometry.BlockSize;

    /// <summary>A mixture of holes, full blocks and scattered bytes.</summary>
    public static byte[] Random(Random random, int length)
    {
        var content = new byte[length];
        for (int at = 0; at < length; at += Block)
        {
            Span<byte> block = content.AsSpan(at, Math.Min(Block, length - at));
            switch (random.Next(3))
            {
                case 0:
                    random.NextBytes(block);
                    break;
                case 1:
                    block[random.Next(block.Length)] = (byte)random.Next(256);
                    break;
            }
        }

        return content;
    }

    /// <summary>Writes, overwrites with equal bytes and zeroes; returns what a tracker would say: at least what changed.</summary>
    public static List<Extent> Change(Random random, byte[] content)
    {
        var changed = new List<Extent>();
        for (int i = random.Next(6); i > 0; i--)
        {
            int offset = random.Next(content.Length);
            Span<byte> range = content.AsSpan(offset, Math.Min(content.Length - offset, random.Next(1, 2 * Block)));
            changed.Add(new Extent(offset, range.Length));
            int kind = random.Next(3);
            if (kind == 0) random.NextBytes(range);
            else if (kind == 1) range.Clear();
        }

        return changed;
    }

    /// <summary>Ascending and not overlapping, as change tracking reports them.</summary>
    public static IReadOnlyList<Extent> Sorted(List<Extent> extents)
    {
        var merged = new List<Extent>();
        foreach (Extent extent in extents.OrderBy(extent => extent.Offset))
        {
            if (merged.Count > 0 && extent.Offset <= merged[^1].End)
                merged[^1] = new Extent(merged[^1].Offset, Math.Max(merged[^1].End, extent.End) - merged[^1].Offset);
            else merged.Add(extent);
        }

        return merged;
    }

    public static byte[] BlockOf(byte[] content, long index)
    {
        var block = new byte[Block];
        int offset = (int)(index * Block);
        content.AsSpan(offset, Math.Min(Block, content.Length - offset)).CopyTo(block);
        return block;
    }

    /// <summary>Root hash after the definition in words: leaves of 32, nodes of 64, absent children as zeros.</summary>
    public static BlockDigest Root(byte[] content)
    {
        var level = new List<byte[]>();
        for (long index = 0; index * Block < content.Length; index++)
        {
            byte[] block = BlockOf(content, index);
            level.Add(Array.TrueForAll(block, value => value == 0) ? new byte[32] : SHA256.HashData(block));
        }

        int fanOut = 32;
        do
        {
            level = [.. level.Chunk(fanOut).Select(children => Node(children, fanOut))];
            fanOut = 64;
        }
        while (level.Count > 1);
        return new BlockDigest(SHA256.HashData([.. Encoding.ASCII.GetBytes("replication-root-1"), .. BitConverter.GetBytes((long)content.Length), .. level[0]]));
    }

    private static byte[] Node(byte[][] children, int fanOut)
    {
        var slots = new byte[fanOut * 32];
        for (int i = 0; i < children.Length; i++) children[i].CopyTo(slots, i * 32);
        return Array.TrueForAll(slots, value => value == 0) ? new byte[32] : SHA256.HashData(slots);
    }
}
