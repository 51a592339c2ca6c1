using System.Buffers.Binary;
using Replication.Disks.Writing;

namespace Replication.Disks.Vhdx;

/// <summary>Gives each block its place in the file when its first data arrives. Memory: the BAT, at most 16 MiB.</summary>
internal sealed class VhdxBlockAllocator(NewImageFile file, VhdxNewLayout layout) : INonZeroSink
{
    private const int TableChunk = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly long[] _offsets = new long[layout.Geometry.BlockCount];

    public long FileLength { get; private set; } = layout.DataOffset;

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        uint blockSize = layout.Geometry.BlockSize;
        file.Write(OffsetOf(offset / blockSize) + offset % blockSize, data);
    }

    /// <summary>Writes the BAT; sector bitmap entries of a dynamic disk stay "not present", which is zero.</summary>
    public void WriteTable()
    {
        var chunk = new byte[TableChunk];
        int used = 0;
        long position = layout.Bat.Offset;
        for (long index = 0; index < layout.Geometry.EntryCount; index++)
        {
            long offset = layout.Geometry.IsBitmapEntry(index) ? 0 : _offsets[layout.Geometry.BlockOfEntry(index)];
            BinaryPrimitives.WriteUInt64LittleEndian(chunk.AsSpan(used), offset == 0 ? 0 : VhdxBatEntry.Allocated(offset).Value);
            used += VhdxBatEntry.Size;
            if (used < chunk.Length && index + 1 < layout.Geometry.EntryCount) continue;
            file.Write(position, chunk.AsSpan(0, used));
            position += used;
            used = 0;
        }
    }

    private long OffsetOf(long block)
    {
        long known = Volatile.Read(ref _offsets[block]);
        if (known != 0) return known;
        lock (_gate)
        {
            if (_offsets[block] == 0)
            {
                Volatile.Write(ref _offsets[block], FileLength);
                FileLength += layout.Geometry.BlockSize;
            }

            return _offsets[block];
        }
    }
}
