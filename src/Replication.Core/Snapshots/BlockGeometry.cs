namespace Replication.Core.Snapshots;

/// <summary>Sizes that are part of the snapshot model; changing one changes every digest and every format.</summary>
public static class BlockGeometry
{
    /// <summary>Unit of proof and of the protocol: exactly the block of the EBS direct APIs.</summary>
    public const int BlockSize = 512 * 1024;

    /// <summary>Unit of storage inside a block, so that a scattered 4 KiB write does not cost 512 KiB.</summary>
    public const int GrainSize = 64 * 1024;

    public const int GrainsPerBlock = BlockSize / GrainSize;

    /// <summary>Number of blocks that cover a disk of the given byte length; the last block is padded with zeros.</summary>
    public static long BlockCount(long diskLength) => (diskLength + BlockSize - 1) / BlockSize;

    /// <summary>Bytes of the block that belong to the disk (less than a block only for the last one).</summary>
    public static int BytesInBlock(long diskLength, long blockIndex) =>
        (int)Math.Min(BlockSize, diskLength - blockIndex * BlockSize);
}
