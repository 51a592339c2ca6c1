using Replication.Core.Snapshots;

namespace Replication.Conformance;

/// <summary>Blocks whose content follows from a seed, so that a test can name what it expects in one number.</summary>
public static class BlockPattern
{
    /// <summary>A whole block of pseudo-random bytes; seed 0 gives zeros.</summary>
    public static byte[] Full(int seed)
    {
        var block = new byte[BlockGeometry.BlockSize];
        if (seed != 0) new Random(seed).NextBytes(block);
        return block;
    }

    /// <summary>A block of zeros but for one grain.</summary>
    public static byte[] OneGrain(int seed, int grain)
    {
        var block = new byte[BlockGeometry.BlockSize];
        new Random(seed).NextBytes(block.AsSpan(grain * BlockGeometry.GrainSize, BlockGeometry.GrainSize));
        return block;
    }

    /// <summary>The same block with a few bytes of one grain changed.</summary>
    public static byte[] Changed(byte[] block, int seed, int grain)
    {
        var changed = (byte[])block.Clone();
        new Random(seed).NextBytes(changed.AsSpan(grain * BlockGeometry.GrainSize + 4096, 512));
        return changed;
    }
}
