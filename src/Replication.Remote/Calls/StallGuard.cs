namespace Replication.Remote.Calls;

/// <summary>
/// Ends an attempt when nothing has moved for a while. A limit for the whole attempt would be wrong on every link: too short for a block on a slow
/// one, too long for a connection that died on a fast one.
/// </summary>
internal sealed class StallGuard : IDisposable
{
    private readonly CancellationTokenSource _stalled;
    private readonly CancellationTokenSource _linked;
    private readonly CancellationToken _caller;
    private readonly TimeSpan _patience;

    public StallGuard(TimeSpan patience, TimeProvider time, CancellationToken caller)
    {
        _patience = patience;
        _caller = caller;
        _stalled = new CancellationTokenSource(patience, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_stalled.Token, caller);
    }

    public CancellationToken Token => _linked.Token;

    /// <summary>Whether it was this that ended the attempt, and not the caller.</summary>
    public bool Stalled => _stalled.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Moved() => _stalled.CancelAfter(_patience);

    public void Dispose()
    {
        _linked.Dispose();
        _stalled.Dispose();
    }
}
