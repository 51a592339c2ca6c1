using System.Globalization;
using System.Security.Cryptography;
using Replication.Agent.Dashboard.Hosting;

namespace Replication.Agent.Dashboard.Live;

/// <summary>
/// What all live pages follow. It is read when one of them asks, at most once per interval for all together: nobody looks, nothing is read.
/// There are no queues: a page that reads slowly gets the newest state, not the ones in between.
/// </summary>
internal sealed class LiveFeed(LiveReader reader, DashboardOptions options) : IAsyncDisposable
{
    private readonly string _life = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _stop = new();
    private (LiveState State, string Signature, long ReadAt)? _current;
    private long _number;
    private int _streams;

    /// <summary>Of the newest state that somebody has read; what a page is rendered with.</summary>
    public string Version => NameOf(Interlocked.Read(ref _number));

    /// <summary>Cancelled when streams have to end.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>False when as many pages as there may be are followed already.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _streams) <= options.Limits.MaxStreams) return true;
        Exit();
        return false;
    }

    public void Exit() => Interlocked.Decrement(ref _streams);

    public async Task<LiveState> ReadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            TimeProvider time = options.Time;
            if (_current is { } known && time.GetElapsedTime(known.ReadAt) < options.Limits.LiveInterval) return known.State;
            (string signature, IReadOnlyList<LiveJob> jobs) = await reader.ReadAsync(time.GetUtcNow(), cancellationToken);
            if (_current?.Signature != signature) Interlocked.Increment(ref _number);
            var state = new LiveState(Version, jobs);
            _current = (state, signature, time.GetTimestamp());
            return state;
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task StopAsync() => _stop.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _gate.Dispose();
    }

    private string NameOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_life}-{number}");
}
