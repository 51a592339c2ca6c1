namespace Replication.Aws.Tests.Sites;

/// <summary>
/// The server's time of day, which block tokens expire by, on which every pause is over at once and counts as long as it
/// was to be.
/// </summary>
internal sealed class HastyTime : TimeProvider
{
    private long _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _elapsed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan) return base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Add(ref _elapsed, dueTime.Ticks);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
