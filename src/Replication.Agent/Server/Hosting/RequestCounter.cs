namespace Replication.Agent.Server.Hosting;

/// <summary>Counts running requests: bounds them, and tells when the last one has ended.</summary>
internal sealed class RequestCounter(int maximum)
{
    private readonly Lock _lock = new();
    private int _running;
    private TaskCompletionSource? _drained;

    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_running >= maximum) return false;
            _running++;
            return true;
        }
    }

    public void Exit()
    {
        lock (_lock)
        {
            if (--_running == 0) _drained?.TrySetResult();
        }
    }

    public Task DrainAsync()
    {
        lock (_lock)
        {
            if (_running == 0) return Task.CompletedTask;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }
}
