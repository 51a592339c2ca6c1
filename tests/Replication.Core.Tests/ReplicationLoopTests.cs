using Replication.Core.Protection;

namespace Replication.Core.Tests;

public class ReplicationLoopTests
{
    private static readonly TimeSpan Frequency = TimeSpan.FromSeconds(300);

    [Fact]
    public async Task HVR_28_ticks_lie_on_the_grid_and_a_missed_one_is_made_up_for_once()
    {
        var clock = new ManualClock();
        var starts = new List<double>();
        // The second replication takes 12 minutes, so the ticks at 10 and 15 minutes pass while it runs.
        double[] durations = [0, 720, 0, 0];
        using var stop = new CancellationTokenSource();
        Task loop = new ReplicationLoop(clock, Frequency).RunAsync(
            token =>
            {
                starts.Add(clock.Elapsed.TotalSeconds);
                clock.Advance(TimeSpan.FromSeconds(durations[starts.Count - 1]));
                if (starts.Count == durations.Length) stop.Cancel();
                return Task.CompletedTask;
            },
            stop.Token);
        while (!loop.IsCompleted) clock.FireNext();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
        Assert.Equal([0, 300, 1020, 1200], starts);
    }

    [Fact]
    public void A_clock_that_goes_back_neither_stalls_nor_races()
    {
        var clock = new ManualClock();
        DateTimeOffset due = clock.GetUtcNow();
        Assert.Equal(due - TimeSpan.FromHours(1) + Frequency, new ReplicationLoop(clock, Frequency).Next(due, due - TimeSpan.FromHours(1)));
    }

    /// <summary>Time stands still until it is told to go on; timers fire when their time has come.</summary>
    private sealed class ManualClock : TimeProvider
    {
        private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private readonly List<ManualTimer> _timers = [];
        private DateTimeOffset _now = Start;

        public TimeSpan Elapsed => _now - Start;

        public override DateTimeOffset GetUtcNow() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new ManualTimer(this, callback, state);
            timer.Change(dueTime, period);
            return timer;
        }

        public void Advance(TimeSpan by) => _now += by;

        public void FireNext()
        {
            ManualTimer? next;
            lock (_timers) next = _timers.MinBy(timer => timer.Due);
            if (next is null) return;
            if (next.Due > _now) _now = next.Due;
            next.Fire();
        }

        private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
        {
            public DateTimeOffset Due { get; private set; }

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                lock (clock._timers)
                {
                    clock._timers.Remove(this);
                    if (dueTime == Timeout.InfiniteTimeSpan) return true;
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }

                return true;
            }

            public void Fire()
            {
                lock (clock._timers) clock._timers.Remove(this);
                callback(state);
            }

            public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
