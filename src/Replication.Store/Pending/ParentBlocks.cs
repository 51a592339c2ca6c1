using System.Buffers;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Store.Data;
using Replication.Store.Index;

namespace Replication.Store.Pending;

/// <summary>The blocks of the snapshot that a pending one was started from.</summary>
internal sealed class ParentBlocks(IndexTree? tree, GrainReader grains)
{
    /// <summary>
    /// Reuses the stored grains of the parent that hold the very same bytes, and answers which grains are left to be
    /// stored. The bytes themselves are compared: they prove themselves, so that the parent's digest is not computed,
    /// and a parent that is damaged here is healed by the child instead of being inherited.
    /// </summary>
    public int Reuse(long block, ReadOnlySpan<byte> data, int mask, ref GrainPointers pointers)
    {
        if (tree is null || mask == 0 || !TryFind(block, out BlockEntry entry) || entry.IsAbsent) return mask;
        byte[] rented = ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
        try
        {
            Span<byte> parent = rented.AsSpan(0, BlockGeometry.BlockSize);
            if (!grains.TryRead(entry.Grains, parent, out _)) return mask;
            for (int grain = 0; grain < BlockGeometry.GrainsPerBlock; grain++)
            {
                if ((mask >> grain & 1) == 0 || entry.Grains[grain].IsZero) continue;
                if (!GrainBytes.Of(data, grain).SequenceEqual(GrainBytes.Of(parent, grain))) continue;
                pointers[grain] = entry.Grains[grain];
                mask &= ~(1 << grain);
            }

            return mask;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Reads and proves the parent's block, for changes that arrive without the rest of it.</summary>
    public BlockEntry Read(string parentId, long block, Span<byte> destination)
    {
        BlockEntry entry = tree?.Find(block) ?? default;
        if (entry.IsAbsent)
        {
            destination.Clear();
            return entry;
        }

        return grains.ReadProven(entry, destination) is { } defect
            ? throw StoreErrors.CorruptBlock(parentId, block, defect.Path, defect.Offset, defect.Found)
            : entry;
    }

    private bool TryFind(long block, out BlockEntry entry)
    {
        try
        {
            entry = tree!.Find(block);
            return true;
        }
        catch (SnapshotStoreException)
        {
            // A damaged index page of the parent costs space here, not the replication.
            entry = default;
            return false;
        }
    }
}
