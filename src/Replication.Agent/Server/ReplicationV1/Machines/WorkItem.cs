namespace Replication.Agent.Server.ReplicationV1.Machines;

/// <summary>One piece of work, and how far it is.</summary>
internal sealed class WorkItem(CancellationTokenSource stop) : IProgress<long>, IDisposable
{
    private readonly TaskCompletionSource<object> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _done;

    public Task<object> Result => _result.Task;

    /// <summary>Bytes so far.</summary>
    public long Done => Interlocked.Read(ref _done);

    public void Report(long value) => Interlocked.Exchange(ref _done, value);

    public void Start(Func<CancellationToken, Task<object>> work) => _ = Task.Run(async () =>
    {
        try
        {
            _result.SetResult(await work(stop.Token));
        }
        catch (Exception error)
        {
            _result.SetException(error);
            // Whoever waited has gone: the failure is that of the next one who asks, and of nobody else.
            _ = _result.Task.Exception;
        }
    });

    public async Task CancelAsync()
    {
        await stop.CancelAsync();
        await ((Task)Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stop.Dispose();
}
