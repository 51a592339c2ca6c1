namespace Replication.Agent.Dashboard.Models;

/// <summary>
/// One reading of the estate for everybody who looks within a few seconds; nobody looks, nothing is read. A large catalog is read less
/// often, so that a dashboard on a wall costs at most a tenth of a core.
/// </summary>
internal sealed class EstateCache(EstateReader reader, TimeProvider time, TimeSpan freshness) : IDisposable
{
    private const int RestPerReading = 10;

    private readonly SemaphoreSlim _gate = new(1);
    private Entry? _current;

    public async Task<Estate> GetAsync(CancellationToken cancellationToken)
    {
        Entry? present = Volatile.Read(ref _current);
        if (present is not null && IsFresh(present)) return present.Estate;
        // While somebody reads, others are shown what there is rather than made to wait.
        if (!await _gate.WaitAsync(present is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken)) return present!.Estate;
        try
        {
            if (Volatile.Read(ref _current) is { } other && IsFresh(other)) return other.Estate;
            long begun = time.GetTimestamp();
            Estate estate = await reader.ReadAsync(cancellationToken);
            Volatile.Write(ref _current, new Entry(estate, time.GetTimestamp(), time.GetElapsedTime(begun)));
            return estate;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private bool IsFresh(Entry entry)
    {
        TimeSpan rest = entry.Cost * RestPerReading;
        return time.GetElapsedTime(entry.ReadAt) < (rest > freshness && freshness > TimeSpan.Zero ? rest : freshness);
    }

    private sealed record Entry(Estate Estate, long ReadAt, TimeSpan Cost);
}
