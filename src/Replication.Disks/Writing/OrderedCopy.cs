using Replication.Core.Disks;

namespace Replication.Disks.Writing;

/// <summary>
/// Moves ranges of a disk into a stream, in order: what is allocated is read, everything else is zeros that nobody reads.
/// Memory: one buffer.
/// </summary>
internal sealed class OrderedCopy(IDiskView source, Stream output, IAsyncEnumerator<Extent> allocated)
{
    /// <summary>As in <see cref="SparseCopy"/>.</summary>
    private const int PieceSize = SparseCopy.PieceSize;

    private readonly byte[] _buffer = new byte[PieceSize];
    private Extent _extent;
    private bool _started;
    private bool _ended;

    /// <summary>Writes a range, which begins where the one before ended or behind it.</summary>
    public async Task WriteAsync(Extent range, CancellationToken cancellationToken)
    {
        for (long offset = range.Offset; offset < range.End;)
        {
            Memory<byte> piece = _buffer.AsMemory(0, (int)Math.Min(PieceSize, range.End - offset));
            await FillAsync(offset, piece, cancellationToken);
            await output.WriteAsync(piece, cancellationToken);
            offset += piece.Length;
        }
    }

    private async ValueTask FillAsync(long offset, Memory<byte> piece, CancellationToken cancellationToken)
    {
        piece.Span.Clear();
        long end = offset + piece.Length;
        while (await MoveToAsync(offset) && _extent.Offset < end)
        {
            long start = Math.Max(offset, _extent.Offset);
            long stop = Math.Min(end, _extent.End);
            await source.ReadAsync(start, piece.Slice((int)(start - offset), (int)(stop - start)), cancellationToken);
            if (stop == end) return;
            await NextAsync();
        }
    }

    /// <summary>False when nothing allocated is left at or behind <paramref name="offset"/>.</summary>
    private async ValueTask<bool> MoveToAsync(long offset)
    {
        if (!_started) await NextAsync();
        while (!_ended && _extent.End <= offset) await NextAsync();
        return !_ended;
    }

    private async ValueTask NextAsync()
    {
        _started = true;
        _ended = _ended || !await allocated.MoveNextAsync();
        if (!_ended) _extent = allocated.Current;
    }
}
