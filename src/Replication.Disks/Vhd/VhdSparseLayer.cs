using System.Buffers.Binary;
using Replication.Core.Errors;
using Replication.Disks.Chains;
using Replication.Disks.Files;
using Replication.Disks.Layers;

namespace Replication.Disks.Vhd;

/// <summary>
/// A dynamic or differencing VHD ("Block Allocation Table and Data Blocks"). Each table entry is the sector of a block:
/// a sector bitmap, padded to whole sectors, then the block's data. A clear bit means "never written": zeros in a
/// dynamic disk, the parent's sector in a differencing one.
/// </summary>
internal sealed class VhdSparseLayer : DiskLayer
{
    public const uint Unallocated = 0xFFFFFFFF;

    /// <summary>Windows makes 512 KiB and 2 MiB blocks; the bounds keep table and bitmaps of a hostile file small.</summary>
    public const uint MinBlockSize = 64 * 1024;
    public const uint MaxBlockSize = 256 * 1024 * 1024;

    /// <summary>Sector numbers have 32 bits, so no sparse VHD holds more (Hyper-V stops at 2040 GiB).</summary>
    public const long MaxSize = (1L << 32) * VhdImage.SectorSize;

    private const int TablePageSize = 64 * 1024;
    private const int TablePages = 128;
    private const int BitmapPages = 4096;

    /// <summary>Blocks that one <see cref="Locate"/> looks at before it answers with what it has.</summary>
    private const int MaxBlocksPerRun = 64 * 1024;

    private readonly VhdFooter _footer;
    private readonly uint _blockSize;
    private readonly PageCache _table;
    private readonly PageCache _bitmaps;

    private VhdSparseLayer(ImageFile file, VhdFooter footer, VhdDynamicHeader header, long tableLength, ParentReference? parent)
        : base(file)
    {
        _footer = footer;
        _blockSize = header.BlockSize;
        Parent = parent;
        _table = new PageCache(file, header.TableOffset, tableLength, TablePageSize, TablePages);
        _bitmaps = new PageCache(file, 0, file.Length, VhdImage.SectorSize, BitmapPages);
    }

    public override long Length => _footer.CurrentSize;

    public override int LogicalSectorSize => VhdImage.SectorSize;

    public override string Format => Parent is null ? "vhd dynamic" : "vhd differencing";

    public override string Identity => _footer.UniqueId.ToString();

    public override ParentReference? Parent { get; }

    public static VhdSparseLayer Open(ImageFile file, VhdFooter footer, long dataEnd)
    {
        Span<byte> bytes = stackalloc byte[VhdDynamicHeader.Size];
        file.Read(footer.DataOffset, bytes);
        VhdDynamicHeader header = VhdDynamicHeader.TryRead(bytes) ?? throw new DiskImageException(
            DiskErrorIds.ImageDamaged, file.Path, footer.DataOffset, "The dynamic disk header has no valid checksum.",
            "an intact dynamic disk header (\"cxsparse\")");

        long blocks = VhdBlockTable.Check(file, footer, header, dataEnd);
        ParentReference? parent = footer.DiskType == VhdDiskType.Differencing ? VhdParent.Read(file, header) : null;
        return new VhdSparseLayer(file, footer, header, blocks * sizeof(uint), parent);
    }

    /// <summary>Bytes of the sector bitmap in front of each block, padded to whole sectors.</summary>
    public static long BitmapSize(uint blockSize)
    {
        const int SectorsPerBitmapSector = VhdImage.SectorSize * 8;
        long sectors = blockSize / VhdImage.SectorSize;
        return (sectors + SectorsPerBitmapSector - 1) / SectorsPerBitmapSector * VhdImage.SectorSize;
    }

    public override LayerRun Locate(long offset, long length)
    {
        long block = offset / _blockSize;
        long covered = Math.Min(length, (block + 1) * _blockSize - offset);
        uint entry = Entry(block);
        if (entry != Unallocated) return LocateInBlock(entry, (uint)(offset % _blockSize), covered);

        for (int steps = 0; covered < length && steps < MaxBlocksPerRun && Entry(++block) == Unallocated; steps++)
            covered = Math.Min(length, covered + _blockSize);
        return new LayerRun(RunKind.Parent, covered);
    }

    private LayerRun LocateInBlock(uint entry, uint within, long length)
    {
        long start = (long)entry * VhdImage.SectorSize;
        int sector = (int)(within / VhdImage.SectorSize);
        int wanted = (int)((within % VhdImage.SectorSize + length + VhdImage.SectorSize - 1) / VhdImage.SectorSize);

        // One page holds the bits of 2 MiB, the usual block; a larger block gives one run per page.
        ReadOnlySpan<byte> page = _bitmaps.From(start + sector / 8);
        int run = SectorBitmap.Run(page, sector % 8, wanted, BitOrder.HighFirst, out bool present);
        length = Math.Min(length, (long)run * VhdImage.SectorSize - within % VhdImage.SectorSize);
        return present ? new LayerRun(RunKind.Data, length, start + BitmapSize(_blockSize) + within) : new LayerRun(RunKind.Parent, length);
    }

    private uint Entry(long block) => BinaryPrimitives.ReadUInt32BigEndian(_table.From(block * sizeof(uint)));
}
