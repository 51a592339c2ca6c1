using Replication.Disks.Writing;

namespace Replication.Disks.Vhdx;

/// <summary>Gives each block its place in the file when its first data arrives. Memory: the BAT, at most 16 MiB.</summary>
internal sealed class VhdxBlockAllocator(NewImageFile file, VhdxNewLayout layout) : INonZeroSink
{
    private readonly Lock _gate = new();
    private readonly long[] _offsets = new long[layout.Geometry.BlockCount];

    public long FileLength { get; private set; } = layout.DataOffset;

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        uint blockSize = layout.Geometry.BlockSize;
        file.Write(OffsetOf(offset / blockSize) + offset % blockSize, data);
    }

    public void WriteTable() => layout.WriteTable(file, _offsets);

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
