namespace Replication.Drill.Tests.Support;

/// <summary>
/// Whoever waits, waits a fraction of the time, and time limits pass as much sooner. The time of day stays the real one:
/// signatures, and the order of points that were captured by different sites, depend on it.
/// </summary>
internal sealed class HurriedTime(int factor) : TimeProvider
{
    public override long GetTimestamp() => base.GetTimestamp() * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    // Negative means never.
    private TimeSpan Sooner(TimeSpan time) => time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds / factor));
}
