namespace Replication.Store.Pending;

/// <summary>Lets any number of puts through until it is closed; closing waits for those under way.</summary>
internal sealed class PutGate
{
    private readonly Lock _lock = new();
    private int _active;
    private bool _closed;
    private TaskCompletionSource? _drained;

    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_closed) return false;
            _active++;
            return true;
        }
    }

    public void Exit()
    {
        lock (_lock)
        {
            if (--_active == 0) _drained?.TrySetResult();
        }
    }

    /// <summary>False when somebody else closed it.</summary>
    public async Task<bool> TryCloseAsync()
    {
        Task drained;
        lock (_lock)
        {
            if (_closed) return false;
            _closed = true;
            _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_active == 0) _drained.SetResult();
            drained = _drained.Task;
        }

        await drained;
        return true;
    }

    /// <summary>Returns when what had been let in before has ended, and leaves the gate as it was.</summary>
    public async Task DrainAsync()
    {
        if (await TryCloseAsync())
        {
            Reopen();
            return;
        }

        Task? closing;
        lock (_lock) closing = _drained?.Task;
        if (closing is not null) await closing;
    }

    public void Reopen()
    {
        lock (_lock)
        {
            _closed = false;
            _drained = null;
        }
    }
}
