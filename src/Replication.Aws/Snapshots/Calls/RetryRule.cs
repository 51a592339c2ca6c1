namespace Replication.Aws.Snapshots.Calls;

/// <summary>How one class of failures is retried: waits double from the first to the longest, each shortened at random.</summary>
/// <param name="FirstWait">Upper bound of the first wait.</param>
/// <param name="LongestWait">Where doubling ends.</param>
/// <param name="Budget">How long a call may go on failing this way.</param>
internal sealed record RetryRule(TimeSpan FirstWait, TimeSpan LongestWait, TimeSpan Budget)
{
    /// <summary>The rate refills within a second; a process that shares the account may keep it empty for minutes.</summary>
    private static readonly RetryRule Throttled = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10));

    /// <summary>A quota frees up when something else ends, which takes its time.</summary>
    private static readonly RetryRule Quota = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(30));

    /// <summary>Long enough for a failover of the service or a short loss of the network.</summary>
    private static readonly RetryRule Transient = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5));

    /// <summary>A snapshot that was just started may not be known everywhere for up to two minutes.</summary>
    private static readonly RetryRule NotYetVisible = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5), Visibility);

    public static TimeSpan Visibility => TimeSpan.FromMinutes(2);

    /// <summary>Null: such a failure is final.</summary>
    public static RetryRule? Of(AwsFailure failure, bool mayAppear) => failure switch
    {
        AwsFailure.Throttled => Throttled,
        AwsFailure.QuotaExceeded => Quota,
        AwsFailure.Transient => Transient,
        AwsFailure.NotFound when mayAppear => NotYetVisible,
        _ => null,
    };

    /// <summary>
    /// Anything from half the doubled wait to all of it: callers that failed together come back apart, and none at once.
    /// </summary>
    public TimeSpan Wait(int failures, double random)
    {
        double doubled = Math.Min(FirstWait.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30)), LongestWait.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(doubled * (0.5 + random / 2));
    }
}
