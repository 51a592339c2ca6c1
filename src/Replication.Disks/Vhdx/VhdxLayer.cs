using System.Buffers.Binary;
using Replication.Core.Errors;
using Replication.Disks.Chains;
using Replication.Disks.Files;
using Replication.Disks.Layers;

namespace Replication.Disks.Vhdx;

/// <summary>
/// The map of one VHDX file, read on demand. A block that is UNDEFINED, ZERO or UNMAPPED reads as zeros and hides the
/// parent; only NOT_PRESENT and clear bits of a PARTIALLY_PRESENT block let the parent through ([MS-VHDX] 2.5.1.1).
/// </summary>
internal sealed class VhdxLayer : DiskLayer
{
    private const int BatPageSize = 64 * 1024;

    /// <summary>16 MiB of BAT: all of it for 64 TiB in the usual blocks of 32 MiB.</summary>
    private const int BatPages = 256;

    /// <summary>Bits of 16 MiB of disk in 512-byte sectors; a page never crosses the MiB that a bitmap block has.</summary>
    private const int BitmapPageSize = 4096;
    private const int BitmapPages = 1024;

    /// <summary>Blocks that one <see cref="Locate"/> looks at before it answers with what it has.</summary>
    private const int MaxBlocksPerRun = 64 * 1024;

    private readonly VhdxGeometry _geometry;
    private readonly PageCache _bat;
    private readonly PageCache _bitmaps;

    public VhdxLayer(IImageBytes bytes, VhdxHeader header, VhdxMetadata metadata, VhdxGeometry geometry, VhdxRegion bat)
        : base(bytes)
    {
        _geometry = geometry;
        _bat = new PageCache(bytes, bat.Offset, geometry.EntryCount * VhdxBatEntry.Size, BatPageSize, BatPages);
        _bitmaps = new PageCache(bytes, 0, bytes.Length, BitmapPageSize, BitmapPages);
        Identity = header.DataWriteGuid.ToString();
        Parent = metadata.Parent;
        Format = metadata.HasParent ? "vhdx differencing" : metadata.LeaveBlocksAllocated ? "vhdx fixed" : "vhdx dynamic";
    }

    public override long Length => _geometry.DiskSize;

    public override int LogicalSectorSize => _geometry.SectorSize;

    public override string Format { get; }

    public override string Identity { get; }

    public override ParentReference? Parent { get; }

    public override LayerRun Locate(long offset, long length)
    {
        long block = offset / _geometry.BlockSize;
        long within = offset % _geometry.BlockSize;
        long covered = Math.Min(length, _geometry.BlockSize - within);
        VhdxBatEntry entry = Entry(_geometry.EntryOfBlock(block));
        if (entry.State == VhdxBlockState.PartiallyPresent) return LocateInBlock(block, entry, within, covered);

        RunKind kind = KindOf(entry.State);
        for (int steps = 0; covered < length && steps < MaxBlocksPerRun; steps++)
        {
            VhdxBatEntry next = Entry(_geometry.EntryOfBlock(++block));
            if (next.State == VhdxBlockState.PartiallyPresent || KindOf(next.State) != kind) break;
            if (kind == RunKind.Data && next.Offset != entry.Offset + within + covered) break;
            covered = Math.Min(length, covered + _geometry.BlockSize);
        }

        return new LayerRun(kind, covered, kind == RunKind.Data ? entry.Offset + within : 0);
    }

    private LayerRun LocateInBlock(long block, VhdxBatEntry entry, long within, long length)
    {
        long bitmapEntry = _geometry.EntryOfBitmap(block);
        VhdxBatEntry bitmap = Entry(bitmapEntry);
        if (!bitmap.IsAllocated)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageDamaged, Path, null,
                $"Block {block} is partially present, but its sector bitmap (BAT entry {bitmapEntry}) is not there.",
                "a sector bitmap block");
        }

        int sectorSize = _geometry.SectorSize;
        long sector = (block % _geometry.ChunkRatio * _geometry.BlockSize + within) / sectorSize;
        int wanted = (int)((within % sectorSize + length + sectorSize - 1) / sectorSize);
        ReadOnlySpan<byte> page = _bitmaps.From(bitmap.Offset + sector / 8);
        int run = SectorBitmap.Run(page, (int)(sector % 8), wanted, BitOrder.LowFirst, out bool present);
        length = Math.Min(length, (long)run * sectorSize - within % sectorSize);
        return present ? new LayerRun(RunKind.Data, length, entry.Offset + within) : new LayerRun(RunKind.Parent, length);
    }

    private RunKind KindOf(VhdxBlockState state) => state switch
    {
        VhdxBlockState.FullyPresent => RunKind.Data,
        VhdxBlockState.NotPresent => RunKind.Parent,
        _ => RunKind.Zero,
    };

    private VhdxBatEntry Entry(long index) => new(BinaryPrimitives.ReadUInt64LittleEndian(_bat.From(index * VhdxBatEntry.Size)));
}
