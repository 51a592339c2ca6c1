using System.Runtime.CompilerServices;
using Replication.Core.Disks;

namespace Replication.Core.Tests.Support;

/// <summary>Bytes as a disk. Allocation is told in steps of a granularity, so extents rarely begin where blocks do.</summary>
public sealed class MemoryDisk(byte[] content, int granularity = 4096) : IDiskView
{
    public byte[] Content => content;

    public long Length => content.Length;

    public int LogicalSectorSize => 512;

    public string Format => "raw";

    /// <summary>Ranges that were read, for tests that say what must not be.</summary>
    public List<Extent> Reads { get; } = [];

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        long end = Math.Min(offset + length, Length);
        long start = -1;
        for (long at = offset; at < end; at += granularity)
        {
            long stop = Math.Min(at + granularity, end);
            bool data = content.AsSpan((int)at, (int)(stop - at)).IndexOfAnyExcept((byte)0) >= 0;
            if (data && start < 0) start = at;
            if (!data && start >= 0)
            {
                yield return new Extent(start, at - start);
                start = -1;
            }
        }

        if (start >= 0) yield return new Extent(start, end - start);
    }

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Reads) Reads.Add(new Extent(offset, buffer.Length));
        content.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
