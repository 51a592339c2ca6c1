namespace Replication.Catalog;

/// <summary>
/// Waits between attempts that another writer got in the way of: growing and random, so that several processes do not
/// keep meeting, and within the budget, so that nobody waits for ever.
/// </summary>
internal sealed class BusyRetry(TimeProvider time, TimeSpan budget)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(5);

    // A transaction takes milliseconds: sleeping longer than this only leaves the database idle.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(200);

    /// <param name="attempt">Returns false when the database was busy.</param>
    /// <returns>False when the budget was used up.</returns>
    public async Task<bool> RunAsync(Func<Task<bool>> attempt, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        TimeSpan ceiling = FirstDelay;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await attempt()) return true;
            TimeSpan left = budget - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) return false;
            TimeSpan delay = ceiling * (0.5 + (Random.Shared.NextDouble() / 2));
            await Task.Delay(delay < left ? delay : left, time, cancellationToken);
            ceiling = ceiling * 2 < LongestDelay ? ceiling * 2 : LongestDelay;
        }
    }
}
