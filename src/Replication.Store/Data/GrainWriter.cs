using System.Buffers;
using System.Numerics;
using Replication.Core.Snapshots;

namespace Replication.Store.Data;

/// <summary>
/// Stores the chosen grains of a block side by side. Raw grains are written straight from the caller's memory, a whole
/// new block in one write; compressed ones are gathered in a rented buffer first.
/// </summary>
internal sealed class GrainWriter(SegmentWriter segments, StoreCompression compression)
{
    /// <param name="block">The whole block.</param>
    /// <param name="mask">Bit per grain to store.</param>
    /// <param name="pointers">Receives the pointers of the stored grains; the others are left alone.</param>
    /// <returns>Bytes written.</returns>
    public int Store(ReadOnlySpan<byte> block, int mask, ref GrainPointers pointers)
    {
        if (mask == 0) return 0;
        return compression == StoreCompression.None ? StoreRaw(block, mask, ref pointers) : StoreCompressed(block, mask, ref pointers);
    }

    private int StoreRaw(ReadOnlySpan<byte> block, int mask, ref GrainPointers pointers)
    {
        int pages = BitOperations.PopCount((uint)mask) * GrainPointer.RawPages;
        WrittenSegment segment = segments.Reserve(pages, out int page);
        try
        {
            for (int grain = 0; grain < BlockGeometry.GrainsPerBlock;)
            {
                int run = BitOperations.TrailingZeroCount(~(mask >> grain));
                if (run == 0)
                {
                    grain++;
                    continue;
                }

                segment.File.Write((long)page * StorePage.Size, block.Slice(grain * BlockGeometry.GrainSize, run * BlockGeometry.GrainSize));
                for (int end = grain + run; grain < end; grain++, page += GrainPointer.RawPages)
                    pointers[grain] = new GrainPointer(segment.Number, page, GrainPointer.RawPages, compressed: false);
            }
        }
        finally
        {
            segment.Release();
        }

        return pages * StorePage.Size;
    }

    private int StoreCompressed(ReadOnlySpan<byte> block, int mask, ref GrainPointers pointers)
    {
        byte[] gathered = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
        try
        {
            Span<int> pagesOf = stackalloc int[BlockGeometry.GrainsPerBlock];
            int pages = 0;
            for (int grain = 0; grain < BlockGeometry.GrainsPerBlock; grain++)
            {
                if ((mask >> grain & 1) == 0) continue;
                Span<byte> place = gathered.AsSpan(pages * StorePage.Size, BlockGeometry.GrainSize);
                pagesOf[grain] = GrainCodec.Encode(GrainBytes.Of(block, grain), place);
                if (pagesOf[grain] == 0)
                {
                    GrainBytes.Of(block, grain).CopyTo(place);
                    pagesOf[grain] = GrainPointer.RawPages;
                }

                pages += pagesOf[grain];
            }

            WrittenSegment segment = segments.Reserve(pages, out int page);
            try
            {
                segment.File.Write((long)page * StorePage.Size, gathered.AsSpan(0, pages * StorePage.Size));
            }
            finally
            {
                segment.Release();
            }

            for (int grain = 0; grain < BlockGeometry.GrainsPerBlock; page += pagesOf[grain++])
            {
                if (pagesOf[grain] > 0) pointers[grain] = new GrainPointer(segment.Number, page, pagesOf[grain], pagesOf[grain] < GrainPointer.RawPages);
            }

            return pages * StorePage.Size;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(gathered);
        }
    }
}
