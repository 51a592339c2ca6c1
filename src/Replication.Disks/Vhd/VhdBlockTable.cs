using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Replication.Core.Errors;
using Replication.Disks.Files;

namespace Replication.Disks.Vhd;

/// <summary>
/// Checks the whole block allocation table once, at opening: every block lies inside the file, and no block shares
/// bytes with the headers, the table or another block. Memory: four bytes for each allocated block.
/// </summary>
internal static class VhdBlockTable
{
    private const int ChunkSize = 64 * 1024;

    /// <returns>Number of blocks of the disk.</returns>
    public static long Check(ImageFile file, VhdFooter footer, VhdDynamicHeader header, long dataEnd)
    {
        CheckHeader(file, footer, header);
        long blocks = (footer.CurrentSize + header.BlockSize - 1) / header.BlockSize;
        if (blocks > header.MaxTableEntries)
        {
            throw Damaged(
                file, footer.DataOffset, $"The block table has {header.MaxTableEntries} entries.",
                $"{blocks} for a disk of {footer.CurrentSize} bytes");
        }

        if (header.TableOffset < VhdFooter.Size || header.TableOffset > dataEnd || blocks * sizeof(uint) > dataEnd - header.TableOffset)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageTruncated, file.Path, header.TableOffset,
                $"The block table of {blocks * sizeof(uint)} bytes is not inside the file.",
                $"a table that ends before byte {dataEnd}");
        }

        CheckEntries(file, footer, header, blocks, dataEnd);
        return blocks;
    }

    private static void CheckHeader(ImageFile file, VhdFooter footer, VhdDynamicHeader header)
    {
        if (header.Version >> 16 != VhdDynamicHeader.Version1 >> 16)
        {
            throw new DiskImageException(
                DiskErrorIds.DiskFormatNotSupported, file.Path, footer.DataOffset, $"Dynamic disk header version 0x{header.Version:X8}.",
                "version 1.x");
        }

        uint size = header.BlockSize;
        if (size is < VhdSparseLayer.MinBlockSize or > VhdSparseLayer.MaxBlockSize || !uint.IsPow2(size))
        {
            throw Damaged(
                file, footer.DataOffset, $"The block size is {size} bytes.",
                $"a power of two from {VhdSparseLayer.MinBlockSize} to {VhdSparseLayer.MaxBlockSize}");
        }

        if (footer.CurrentSize > VhdSparseLayer.MaxSize)
            throw Damaged(
                file, null, $"The footer claims a sparse disk of {footer.CurrentSize} bytes.", $"at most {VhdSparseLayer.MaxSize}");
    }

    private static void CheckEntries(ImageFile file, VhdFooter footer, VhdDynamicHeader header, long blocks, long dataEnd)
    {
        var starts = new List<uint>();
        var chunk = new byte[ChunkSize];
        long bitmapSize = VhdSparseLayer.BitmapSize(header.BlockSize);
        for (long block = 0; block < blocks;)
        {
            int count = (int)Math.Min(ChunkSize / sizeof(uint), blocks - block);
            Span<byte> bytes = chunk.AsSpan(0, count * sizeof(uint));
            file.Read(header.TableOffset + block * sizeof(uint), bytes);
            if (bytes.IndexOfAnyExcept(byte.MaxValue) < 0)
            {
                block += count;
                continue;
            }

            for (int i = 0; i < count; i++, block++)
            {
                uint entry = BinaryPrimitives.ReadUInt32BigEndian(bytes[(i * sizeof(uint))..]);
                if (entry == VhdSparseLayer.Unallocated) continue;
                CheckEntry(file, footer, header, block, entry, bitmapSize, dataEnd);
                starts.Add(entry);
            }
        }

        starts.Sort();
        ReadOnlySpan<uint> sorted = CollectionsMarshal.AsSpan(starts);
        long span = bitmapSize + header.BlockSize;
        for (int i = 1; i < sorted.Length; i++)
        {
            if ((long)(sorted[i] - sorted[i - 1]) * VhdImage.SectorSize < span)
                throw Damaged(
                    file, (long)sorted[i] * VhdImage.SectorSize, "Two blocks of the disk share these bytes.", "blocks that do not overlap");
        }
    }

    private static void CheckEntry(
        ImageFile file, VhdFooter footer, VhdDynamicHeader header, long block, uint entry, long bitmapSize, long dataEnd)
    {
        long start = (long)entry * VhdImage.SectorSize;
        long end = start + bitmapSize + Math.Min(header.BlockSize, footer.CurrentSize - block * header.BlockSize);
        if (end > dataEnd)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageTruncated, file.Path, header.TableOffset + block * sizeof(uint),
                $"Block {block} lies at bytes {start} to {end}; the data of the file ends at byte {dataEnd}.", "a block inside the file");
        }

        long tableEnd = header.TableOffset + (long)header.MaxTableEntries * sizeof(uint);
        if (start < VhdFooter.Size || Overlaps(footer.DataOffset, footer.DataOffset + VhdDynamicHeader.Size)
            || Overlaps(header.TableOffset, tableEnd))
        {
            throw Damaged(
                file, header.TableOffset + block * sizeof(uint), $"Block {block} at byte {start} overlaps a header or the block table.",
                "a block of its own");
        }

        bool Overlaps(long from, long to) => start < to && from < end;
    }

    private static DiskImageException Damaged(ImageFile file, long? offset, string found, string needed) =>
        new(DiskErrorIds.ImageDamaged, file.Path, offset, found, needed);
}
