namespace Replication.Core.Transfer;

/// <summary>Walks ascending block ranges forward; answers "which is the next block of these at or after".</summary>
internal sealed class RangeCursor(IAsyncEnumerable<BlockRange> ranges, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<BlockRange> _ranges = ranges.GetAsyncEnumerator(cancellationToken);
    private BlockRange _current;
    private bool _finished;

    /// <summary>First block at or after the index that lies in a range; long.MaxValue when there is none left.</summary>
    public async ValueTask<long> NextAsync(long index)
    {
        while (!_finished && _current.End <= index)
        {
            if (await _ranges.MoveNextAsync()) _current = _ranges.Current;
            else _finished = true;
        }

        return _finished ? long.MaxValue : Math.Max(_current.Start, index);
    }

    public ValueTask DisposeAsync() => _ranges.DisposeAsync();
}
