using System.Collections.Concurrent;

namespace Replication.Agent.Ec2.State;

/// <summary>Captures that go on after their request was answered; stopping waits for every one of them.</summary>
internal sealed class BackgroundWork : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _stop = new();

    /// <param name="work">Deals with its own failures: nobody is left to tell.</param>
    /// <returns>Ends with the work. Whoever stops waiting for it does not stop the work.</returns>
    public Task Start(Func<CancellationToken, Task> work)
    {
        Task task = Task.Run(() => work(_stop.Token), CancellationToken.None);
        _running[task] = true;
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running.Keys);
        _stop.Dispose();
    }
}
