using System.Runtime.CompilerServices;
using Replication.Core.Disks;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Imports;

/// <summary>A disk of whole blocks in memory; the others are not allocated.</summary>
internal sealed class BlockDisk(long length, IReadOnlyDictionary<long, byte[]> blocks) : IDiskView
{
    public long Length => length;

    public int LogicalSectorSize => 512;

    public string Format => "blocks";

    /// <summary>Called with the offset of every read; a test fails or stops it from here.</summary>
    public Action<long>? OnRead { get; init; }

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        Extent run = default;
        foreach (long index in blocks.Keys.Order())
        {
            long start = Math.Max(offset, index * BlockGeometry.BlockSize);
            long end = Math.Min(offset + count, Math.Min(length, (index + 1) * BlockGeometry.BlockSize));
            if (start >= end) continue;
            if (run.Length > 0 && run.End == start)
            {
                run = new Extent(run.Offset, end - run.Offset);
                continue;
            }

            if (run.Length > 0) yield return run;
            run = new Extent(start, end - start);
        }

        if (run.Length > 0) yield return run;
    }

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnRead?.Invoke(offset);
        Assert.InRange(offset + buffer.Length, 0, length);
        while (buffer.Length > 0)
        {
            int within = (int)(offset % BlockGeometry.BlockSize);
            int count = Math.Min(buffer.Length, BlockGeometry.BlockSize - within);
            if (blocks.TryGetValue(offset / BlockGeometry.BlockSize, out byte[]? block)) block.AsSpan(within, count).CopyTo(buffer.Span);
            else buffer.Span[..count].Clear();
            offset += count;
            buffer = buffer[count..];
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
