namespace Replication.Agent.Server.Replicas;

/// <summary>
/// A rate in bytes per second for any number of takers: each takes first and waits afterwards until its bytes are paid for, so they are served in the
/// order in which they came, and none is starved.
/// </summary>
internal sealed class ByteBudget(long bytesPerSecond, TimeProvider time)
{
    /// <summary>What was not used stays available for so long: transfers come in blocks, and a pause of a moment must not cost rate.</summary>
    private static readonly TimeSpan Savings = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly long _origin = time.GetTimestamp();
    private TimeSpan _paidUntil;

    public ValueTask TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            TimeSpan now = time.GetElapsedTime(_origin);
            TimeSpan from = _paidUntil > now - Savings ? _paidUntil : now - Savings;
            _paidUntil = from + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
            wait = _paidUntil - now;
        }

        return wait > TimeSpan.Zero ? new ValueTask(Task.Delay(wait, time, cancellationToken)) : ValueTask.CompletedTask;
    }
}
