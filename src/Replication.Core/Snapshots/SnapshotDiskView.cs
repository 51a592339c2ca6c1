using System.Buffers;
using System.Runtime.CompilerServices;
using Replication.Core.Disks;

namespace Replication.Core.Snapshots;

/// <summary>A completed snapshot as a disk; every byte read was checked against its block's digest.</summary>
public sealed class SnapshotDiskView(ISnapshotReader reader, int logicalSectorSize) : IDiskView
{
    public long Length => reader.Info.Length;

    public int LogicalSectorSize => logicalSectorSize;

    public string Format => "snapshot";

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
        long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long end = Math.Min(offset + length, Length);
        Extent run = default;
        await foreach (SnapshotBlock block in reader.ListBlocksAsync(offset / BlockGeometry.BlockSize, cancellationToken))
        {
            long start = Math.Max(block.Index * BlockGeometry.BlockSize, offset);
            if (start >= end) break;
            long stop = Math.Min((block.Index + 1) * BlockGeometry.BlockSize, end);
            if (run.Length > 0 && run.End == start)
            {
                run = new Extent(run.Offset, stop - run.Offset);
                continue;
            }

            if (run.Length > 0) yield return run;
            run = new Extent(start, stop - start);
        }

        if (run.Length > 0) yield return run;
    }

    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (offset < 0 || offset + buffer.Length > Length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "The range lies outside the disk.");
        byte[]? partial = null;
        try
        {
            while (buffer.Length > 0)
            {
                long index = offset / BlockGeometry.BlockSize;
                int within = (int)(offset % BlockGeometry.BlockSize);
                int count = Math.Min(BlockGeometry.BlockSize - within, buffer.Length);
                if (count == BlockGeometry.BlockSize)
                {
                    await reader.ReadBlockAsync(index, buffer[..count], cancellationToken);
                }
                else
                {
                    partial ??= ArrayPool<byte>.Shared.Rent(BlockGeometry.BlockSize);
                    await reader.ReadBlockAsync(index, partial.AsMemory(0, BlockGeometry.BlockSize), cancellationToken);
                    partial.AsMemory(within, count).CopyTo(buffer);
                }

                offset += count;
                buffer = buffer[count..];
            }
        }
        finally
        {
            if (partial is not null) ArrayPool<byte>.Shared.Return(partial);
        }
    }

    public ValueTask DisposeAsync() => reader.DisposeAsync();
}
