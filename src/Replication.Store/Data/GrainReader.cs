using System.Buffers;
using Replication.Core.Snapshots;

namespace Replication.Store.Data;

/// <summary>
/// Assembles blocks from their grains, straight into the caller's memory; raw grains that lie side by side come with
/// one read. What it returns is not yet proven: the caller checks the block's digest.
/// </summary>
internal sealed class GrainReader(SegmentFiles segments)
{
    /// <summary>Fills the block; false with the defect when a grain cannot be read.</summary>
    public bool TryRead(in GrainPointers grains, Span<byte> block, out GrainDefect defect)
    {
        for (int grain = 0; grain < BlockGeometry.GrainsPerBlock;)
        {
            int run = 1;
            while (grain + run < BlockGeometry.GrainsPerBlock && grains[grain + run - 1].IsFollowedBy(grains[grain + run])) run++;
            if (!TryReadRun(grains[grain], block.Slice(grain * BlockGeometry.GrainSize, run * BlockGeometry.GrainSize), out defect)) return false;
            grain += run;
        }

        defect = default;
        return true;
    }

    /// <summary>Fills the block and proves it. Null when all is well.</summary>
    public GrainDefect? ReadProven(in BlockEntry entry, Span<byte> block)
    {
        if (!TryRead(entry.Grains, block, out GrainDefect defect)) return defect;
        BlockDigest found = BlockDigest.Compute(block);
        if (found == entry.Digest) return null;
        GrainPointer first = FirstStored(entry.Grains);
        return first.IsZero
            ? new GrainDefect("index", null, $"no grain is stored but the SHA-256 is {entry.Digest}")
            : new GrainDefect(segments.PathOf(first.Segment), first.Offset, $"the SHA-256 of the block is {found}, expected {entry.Digest}");
    }

    private static GrainPointer FirstStored(in GrainPointers grains)
    {
        foreach (GrainPointer grain in grains)
        {
            if (!grain.IsZero) return grain;
        }

        return default;
    }

    private bool TryReadRun(GrainPointer first, Span<byte> destination, out GrainDefect defect)
    {
        defect = default;
        if (first.IsZero)
        {
            destination.Clear();
            return true;
        }

        if (!first.IsWellFormed)
        {
            defect = new GrainDefect(segments.PathOf(first.Segment), first.Offset, $"the grain pointer {first.Value:x16} is impossible");
            return false;
        }

        return first.IsCompressed ? TryReadCompressed(first, destination, out defect) : TryFill(first, destination, out defect);
    }

    private bool TryReadCompressed(GrainPointer grain, Span<byte> destination, out GrainDefect defect)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(GrainCodec.MaximumBytes);
        try
        {
            Span<byte> stored = rented.AsSpan(0, grain.Bytes);
            if (!TryFill(grain, stored, out defect)) return false;
            if (GrainCodec.Decode(stored, destination) is not { } found) return true;
            defect = new GrainDefect(segments.PathOf(grain.Segment), grain.Offset, found);
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private bool TryFill(GrainPointer from, Span<byte> buffer, out GrainDefect defect)
    {
        int count = segments.Read(from.Segment, from.Offset, buffer);
        defect = count == buffer.Length
            ? default
            : new GrainDefect(
                segments.PathOf(from.Segment), from.Offset, count < 0 ? "the segment is missing" : $"the segment ends at byte {from.Offset + count}");
        return count == buffer.Length;
    }
}
