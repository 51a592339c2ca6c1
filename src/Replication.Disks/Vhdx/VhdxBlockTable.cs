using System.Buffers.Binary;
using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Disks.Files;

namespace Replication.Disks.Vhdx;

/// <summary>
/// Checks every BAT entry once, at opening, in one pass over the allocated part of the region: known state, reserved
/// bits zero, block inside the file and on a place of its own. Memory: one buffer and one bit for each MiB of the file.
/// </summary>
internal static class VhdxBlockTable
{
    private const int ChunkSize = 64 * 1024;

    public static void Check(IImageBytes image, VhdxRegion bat, VhdxGeometry geometry, MegabyteMap map, CancellationToken cancellationToken)
    {
        long length = geometry.EntryCount * VhdxBatEntry.Size;
        if (length > bat.Length)
        {
            throw new DiskImageException(
                DiskErrorIds.ImageDamaged, image.Path, bat.Offset, $"The BAT region has {bat.Length} bytes.",
                $"{length} for a disk of {geometry.DiskSize} bytes");
        }

        var chunk = new byte[ChunkSize];
        foreach (Extent extent in image.Allocated(bat.Offset, length))
        {
            // A hole of the file reads as zeros: blocks that are not present. Holes need not respect entries.
            long offset = (extent.Offset - bat.Offset) / VhdxBatEntry.Size * VhdxBatEntry.Size;
            long end = Math.Min(length, (extent.End - bat.Offset + VhdxBatEntry.Size - 1) / VhdxBatEntry.Size * VhdxBatEntry.Size);
            for (; offset < end; offset += chunk.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Span<byte> bytes = chunk.AsSpan(0, (int)Math.Min(chunk.Length, end - offset));
                image.Read(bat.Offset + offset, bytes);
                CheckChunk(image, bat, geometry, map, offset, bytes);
            }
        }
    }

    private static void CheckChunk(
        IImageBytes image, VhdxRegion bat, VhdxGeometry geometry, MegabyteMap map, long offset, ReadOnlySpan<byte> bytes)
    {
        int first = bytes.IndexOfAnyExcept((byte)0);
        if (first < 0) return;
        for (int i = first / VhdxBatEntry.Size * VhdxBatEntry.Size; i < bytes.Length; i += VhdxBatEntry.Size)
        {
            var entry = new VhdxBatEntry(BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]));
            if (entry.Value == 0) continue;
            long index = (offset + i) / VhdxBatEntry.Size;
            long source = bat.Offset + offset + i;
            bool isBitmap = geometry.IsBitmapEntry(index);
            if (entry.HasReservedBits || !IsValid(entry.State, isBitmap, geometry.HasParent))
            {
                throw new DiskImageException(
                    DiskErrorIds.ImageDamaged, image.Path, source, $"BAT entry {index} is 0x{entry.Value:X16}.",
                    $"a state that a {(isBitmap ? "sector bitmap" : "payload")} block of this disk can have, and reserved bits of zero");
            }

            if (!entry.IsAllocated) continue;
            if (isBitmap) map.Claim(entry.Offset, VhdxLimits.Megabyte, source, "Sector bitmap block", index / (geometry.ChunkRatio + 1));
            else map.Claim(entry.Offset, geometry.UsedBytes(geometry.BlockOfEntry(index)), source, "Block", geometry.BlockOfEntry(index));
        }
    }

    private static bool IsValid(VhdxBlockState state, bool isBitmap, bool hasParent) => state switch
    {
        VhdxBlockState.NotPresent => true,
        VhdxBlockState.Undefined or VhdxBlockState.Zero or VhdxBlockState.Unmapped => !isBitmap,
        VhdxBlockState.FullyPresent => !isBitmap || hasParent,
        VhdxBlockState.PartiallyPresent => !isBitmap && hasParent,
        _ => false,
    };
}
