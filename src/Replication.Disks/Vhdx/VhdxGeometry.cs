namespace Replication.Disks.Vhdx;

/// <summary>
/// [MS-VHDX] 2.5: how blocks and BAT entries correspond. After the payload entries of each chunk (2^23 sectors) comes
/// the entry of its sector bitmap block, in every kind of VHDX.
/// </summary>
internal sealed record VhdxGeometry(long DiskSize, uint BlockSize, int SectorSize, bool HasParent)
{
    /// <summary>Payload blocks of a chunk.</summary>
    public long ChunkRatio { get; } = VhdxLimits.SectorsPerBitmapBlock * SectorSize / BlockSize;

    public long BlockCount { get; } = (DiskSize + BlockSize - 1) / BlockSize;

    public long EntryCount => HasParent
        ? (BlockCount + ChunkRatio - 1) / ChunkRatio * (ChunkRatio + 1)
        : BlockCount + (BlockCount - 1) / ChunkRatio;

    public long EntryOfBlock(long block) => block + block / ChunkRatio;

    public long EntryOfBitmap(long block) => block / ChunkRatio * (ChunkRatio + 1) + ChunkRatio;

    public bool IsBitmapEntry(long entry) => entry % (ChunkRatio + 1) == ChunkRatio;

    /// <summary>The block of a payload entry.</summary>
    public long BlockOfEntry(long entry) => entry - entry / (ChunkRatio + 1);

    /// <summary>Bytes of the block that belong to the disk; fixed files may end right behind them.</summary>
    public long UsedBytes(long block) => Math.Min(BlockSize, DiskSize - block * BlockSize);
}
