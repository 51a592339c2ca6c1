namespace Replication.Disks.Nbd;

/// <summary>
/// The bytes that all connections of a server may hold. Who asks for more than is left waits, first come first served, so
/// that a large request is not overtaken for ever by small ones.
/// </summary>
internal sealed class NbdMemory(long limit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Granted)> _waiting = new();
    private readonly long _limit = limit;
    private long _left = limit;

    /// <summary>Bytes that are not given out.</summary>
    public long Left
    {
        get
        {
            lock (_lock) return _left;
        }
    }

    public async ValueTask TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _limit);
        LinkedListNode<(long, TaskCompletionSource Granted)> node;
        lock (_lock)
        {
            if (_waiting.Count == 0 && bytes <= _left)
            {
                _left -= bytes;
                return;
            }

            node = _waiting.AddLast((bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        try
        {
            await node.Value.Granted.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // It may have been granted at the same moment; then it is given back.
            bool granted;
            lock (_lock)
            {
                granted = node.List is null;
                if (!granted) _waiting.Remove(node);
            }

            Return(granted ? bytes : 0);
            throw;
        }
    }

    public void Return(long bytes)
    {
        lock (_lock)
        {
            _left += bytes;
            while (_waiting.First is { } first && first.Value.Bytes <= _left)
            {
                _left -= first.Value.Bytes;
                _waiting.RemoveFirst();
                first.Value.Granted.SetResult();
            }
        }
    }
}
