namespace Replication.Agent.Ec2.State;

/// <summary>One change at a time in a region. Held for changes of documents, not while content is copied.</summary>
internal sealed class RegionGate : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);

    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _semaphore.WaitAsync(cancellationToken);
        return new Holder(_semaphore);
    }

    public void Dispose() => _semaphore.Dispose();

    private sealed class Holder(SemaphoreSlim semaphore) : IDisposable
    {
        private int _isReleased;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReleased, 1) == 0) semaphore.Release();
        }
    }
}
