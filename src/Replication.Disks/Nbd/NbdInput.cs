namespace Replication.Disks.Nbd;

/// <summary>
/// What a peer sends: small pieces out of a buffer, so that many headers cost one receive, and payload straight into its
/// destination.
/// </summary>
internal sealed class NbdInput(Stream stream)
{
    /// <summary>Some hundred requests; larger only makes payload take the way through the buffer.</summary>
    public const int Capacity = 16 * 1024;

    private readonly byte[] _buffer = new byte[Capacity];
    private int _start;
    private int _end;

    /// <summary>The next bytes, at most <see cref="Capacity"/>; valid until the next call.</summary>
    /// <exception cref="EndOfStreamException">The peer ended the connection.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity);
        if (_end - _start < count)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            while (_end < count)
            {
                int received = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
                if (received == 0) throw new EndOfStreamException("The connection ended.");
                _end += received;
            }
        }

        var taken = _buffer.AsMemory(_start, count);
        _start += count;
        return taken;
    }

    public async ValueTask ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        int buffered = Math.Min(destination.Length, _end - _start);
        _buffer.AsSpan(_start, buffered).CopyTo(destination.Span);
        _start += buffered;
        await stream.ReadExactlyAsync(destination[buffered..], cancellationToken);
    }

    public async ValueTask SkipAsync(long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            int part = (int)Math.Min(count, Capacity);
            await TakeAsync(part, cancellationToken);
            count -= part;
        }
    }
}
