using Replication.Core.Schedules;

namespace Replication.Core.Protection;

/// <summary>
/// Repeats a group's replication at its frequency until it is stopped. The ticks lie on a fixed grid from the start;
/// one that passes while the previous replication still runs is made up for once, not as often as it was missed.
/// </summary>
public sealed class ReplicationLoop(TimeProvider time, TimeSpan frequency)
{
    /// <param name="replicate">One replication; its own failures are its own business and do not end the loop.</param>
    /// <param name="cancellationToken">Ends the loop after the running replication has stopped.</param>
    public async Task RunAsync(Func<CancellationToken, Task> replicate, CancellationToken cancellationToken)
    {
        DateTimeOffset due = time.GetUtcNow();
        while (true)
        {
            await replicate(cancellationToken);
            due = Next(due, time.GetUtcNow());
            TimeSpan wait = due - time.GetUtcNow();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The next tick: at once when one was missed, and never two for one. A clock that went back starts a new grid.</summary>
    internal DateTimeOffset Next(DateTimeOffset due, DateTimeOffset now)
    {
        if (now < due) return now + frequency;
        var grid = new ReplicationGrid(due, frequency);
        return grid.Due(due, now) ?? grid.Next(now);
    }
}
