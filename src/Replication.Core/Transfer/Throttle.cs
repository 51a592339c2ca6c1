namespace Replication.Core.Transfer;

/// <summary>
/// Keeps what is sent below a rate, for any number of senders together: a token bucket of one second. The rate is asked for again while a sender waits, so a
/// change takes effect in the middle of a transfer.
/// </summary>
/// <param name="time">Its clock; one that is set back or forward changes nothing.</param>
/// <param name="rate">Bytes per second at the moment; null for no limit.</param>
public sealed class Throttle(TimeProvider time, Func<CancellationToken, ValueTask<long?>> rate)
{
    /// <summary>How long a sender sleeps before it asks for the rate again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private long _filled = time.GetTimestamp();
    private double _tokens;

    /// <summary>Returns when so many bytes may be sent.</summary>
    public async ValueTask WaitAsync(int bytes, CancellationToken cancellationToken)
    {
        if (await rate(cancellationToken) is null) return;
        // One at a time: who waits for a large block is not overtaken by small ones.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (await rate(cancellationToken) is { } limit)
            {
                double seconds = Missing(bytes, limit);
                if (seconds <= 0) return;
                TimeSpan wait = seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
                // Timers are of whole milliseconds, and one that fires early would only ask again.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes the tokens, or says how many seconds are missing.</summary>
    private double Missing(int bytes, long limit)
    {
        long now = time.GetTimestamp();
        // Unused time is worth a second, and a block is let through however small that is.
        _tokens = Math.Min(_tokens + time.GetElapsedTime(_filled, now).TotalSeconds * limit, Math.Max(limit, bytes));
        _filled = now;
        if (_tokens < bytes) return (bytes - _tokens) / limit;
        _tokens -= bytes;
        return 0;
    }
}
