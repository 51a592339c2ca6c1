using Replication.Core.Snapshots;

namespace Replication.Core.Transfer;

/// <summary>Walks an ascending list of snapshot blocks with a look at the next one.</summary>
internal sealed class BlockCursor(IAsyncEnumerable<SnapshotBlock>? blocks, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<SnapshotBlock>? _blocks = blocks?.GetAsyncEnumerator(cancellationToken);
    private bool _started;

    /// <summary>Index of the next block, or long.MaxValue at the end.</summary>
    public long Index { get; private set; } = long.MaxValue;

    public BlockDigest? Digest { get; private set; }

    public async ValueTask StartAsync()
    {
        if (!_started) await MoveAsync();
    }

    public async ValueTask MoveAsync()
    {
        _started = true;
        if (_blocks is not null && await _blocks.MoveNextAsync())
        {
            Index = _blocks.Current.Index;
            Digest = _blocks.Current.Digest;
        }
        else
        {
            Index = long.MaxValue;
        }
    }

    public ValueTask DisposeAsync() => _blocks?.DisposeAsync() ?? ValueTask.CompletedTask;
}
