using System.Runtime.CompilerServices;
using Replication.Core.Disks;

namespace Replication.Disks.Tests.Nbd;

/// <summary>A writable disk in memory; a page is allocated when it holds anything but zeros.</summary>
internal sealed class MemoryDisk(int length) : IWritableDisk
{
    private const int Page = 4096;

    private readonly byte[] _content = new byte[length];
    private int _flushes;

    public byte[] Content => _content;

    public long Length => length;

    public int LogicalSectorSize => 512;

    public string Format => "memory";

    public int Flushes => _flushes;

    /// <summary>Awaited before a read at an offset.</summary>
    public Func<long, CancellationToken, Task> BeforeRead { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Thrown by the next changes.</summary>
    public Exception? WriteError { get; set; }

    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await BeforeRead(offset, cancellationToken);
        _content.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
    }

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        if (WriteError is not null) throw WriteError;
        data.Span.CopyTo(_content.AsSpan((int)offset));
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteZeroesAsync(long offset, long length, CancellationToken cancellationToken = default)
    {
        if (WriteError is not null) throw WriteError;
        _content.AsSpan((int)offset, (int)length).Clear();
        return ValueTask.CompletedTask;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _flushes);
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
        long offset, long count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        long start = -1;
        for (long at = offset; at < offset + count; at = (at / Page * Page) + Page)
        {
            bool used = _content.AsSpan((int)(at / Page * Page), (int)Math.Min(Page, length - (at / Page * Page))).ContainsAnyExcept((byte)0);
            if (used && start < 0) start = at;
            if (!used && start >= 0)
            {
                yield return new Extent(start, at - start);
                start = -1;
            }
        }

        if (start >= 0) yield return new Extent(start, offset + count - start);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
