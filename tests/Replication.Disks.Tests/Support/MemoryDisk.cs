using Replication.Core.Disks;

namespace Replication.Disks.Tests.Support;

/// <summary>A disk in memory whose extents are given; reading outside of them proves that a caller ignores extents.</summary>
internal sealed class MemoryDisk(byte[] content, int sectorSize = 512, params Extent[] extents) : IDiskView
{
    private readonly Extent[] _extents = extents.Length == 0 && content.Length > 0 ? [new Extent(0, content.Length)] : extents;

    /// <summary>Called before each read.</summary>
    public Action<long>? OnRead { get; init; }

    public long Length => content.Length;

    public int LogicalSectorSize => sectorSize;

    public string Format => "memory";

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
        long offset, long length, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (Extent extent in _extents)
        {
            long start = Math.Max(extent.Offset, offset);
            long end = Math.Min(extent.End, offset + length);
            if (start < end) yield return new Extent(start, end - start);
        }
    }

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        OnRead?.Invoke(offset);
        if (!_extents.Any(extent => offset >= extent.Offset && offset + buffer.Length <= extent.End))
            throw new InvalidOperationException($"Read of {buffer.Length} bytes at {offset}, outside of the extents.");
        content.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
