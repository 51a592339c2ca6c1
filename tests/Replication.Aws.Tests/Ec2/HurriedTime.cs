namespace Replication.Aws.Tests.Ec2;

/// <summary>A clock on which every pause is over as soon as it begins, unless it is held; it shows how long they would have taken.</summary>
internal sealed class HurriedTime : TimeProvider
{
    public TimeSpan Elapsed { get; private set; }

    /// <summary>While true, pauses do not end.</summary>
    public bool Holds { get; init; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (Holds || dueTime == Timeout.InfiniteTimeSpan) return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        Elapsed += dueTime;
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
