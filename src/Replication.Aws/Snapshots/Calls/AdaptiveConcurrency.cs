namespace Replication.Aws.Snapshots.Calls;

/// <summary>
/// How many calls run at once, found out by trying (AIMD): each success raises the limit by a fraction so that a full
/// round of successes adds one, a refusal for rate or quota halves it. Calls that began before the last halving say
/// nothing about the new limit, so a burst of refusals halves it once.
/// </summary>
internal sealed class AdaptiveConcurrency
{
    /// <summary>Enough to be quick at once, little enough not to start with a burst of refusals.</summary>
    private const int Initial = 16;

    private readonly int _maximum;
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private double _limit;
    private int _running;
    private long _era;

    public AdaptiveConcurrency(int maximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        _maximum = maximum;
        _limit = Math.Min(Initial, maximum);
    }

    public int Limit
    {
        get
        {
            lock (_lock) return (int)_limit;
        }
    }

    /// <returns>The era the call belongs to, for <see cref="Leave"/>.</returns>
    public async ValueTask<long> EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_running < (int)_limit)
            {
                _running++;
                return _era;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        await using (cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn))
        {
            await turn.Task;
        }

        lock (_lock) return _era;
    }

    /// <param name="era">What <see cref="EnterAsync"/> gave.</param>
    /// <param name="failure">Null when the call succeeded.</param>
    public void Leave(long era, AwsFailure? failure)
    {
        lock (_lock)
        {
            _running--;
            if (failure is null)
            {
                _limit = Math.Min(_maximum, _limit + 1 / _limit);
            }
            else if (failure is AwsFailure.Throttled or AwsFailure.QuotaExceeded && era == _era)
            {
                _limit = Math.Max(1, _limit / 2);
                _era++;
            }

            // A turn that was cancelled meanwhile does not take it.
            while (_running < (int)_limit && _waiting.TryDequeue(out TaskCompletionSource? next))
            {
                if (next.TrySetResult()) _running++;
            }
        }
    }
}
