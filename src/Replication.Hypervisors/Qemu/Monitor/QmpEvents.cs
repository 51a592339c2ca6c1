using System.Threading.Channels;
using Replication.Core.Errors;

namespace Replication.Hypervisors.Qemu.Monitor;

/// <summary>
/// The events of a connection from the moment of <see cref="QmpClient.Subscribe"/> on, so that none is lost between a command and the wait for
/// what it causes. Dispose ends it.
/// </summary>
public sealed class QmpEvents : IDisposable
{
    /// <summary>A subscriber that is this far behind has stopped reading.</summary>
    private const int Most = 4096;

    private readonly Channel<QmpEvent> _events = Channel.CreateBounded<QmpEvent>(Most);
    private readonly Action<QmpEvents> _leave;
    private readonly string _target;
    private readonly TimeProvider _time;

    internal QmpEvents(string target, TimeProvider time, Action<QmpEvents> leave)
    {
        _target = target;
        _time = time;
        _leave = leave;
    }

    /// <summary>Every event, until the connection ends (QmpDisconnected) or the subscription is disposed of.</summary>
    /// <exception cref="ReplicationException">QmpDisconnected; QmpEventsLost when the reader is too slow.</exception>
    public IAsyncEnumerable<QmpEvent> ReadAllAsync(CancellationToken cancellationToken = default) => _events.Reader.ReadAllAsync(cancellationToken);

    /// <summary>The next event that is meant; others are passed over.</summary>
    /// <exception cref="ReplicationException">QmpUnresponsive after the time limit, and what <see cref="ReadAllAsync"/> throws.</exception>
    public async Task<QmpEvent> WaitAsync(Func<QmpEvent, bool> meant, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        using var clock = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            await foreach (QmpEvent happened in ReadAllAsync(either.Token))
            {
                if (meant(happened)) return happened;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ReplicationException(
                "QmpUnresponsive", _target, $"The event that was waited for did not come within {limit.TotalSeconds:0.#} s.", "a machine that runs on.");
        }

        throw new ObjectDisposedException(nameof(QmpEvents));
    }

    public void Dispose()
    {
        _leave(this);
        _events.Writer.TryComplete();
    }

    internal void Add(QmpEvent happened)
    {
        if (!_events.Writer.TryWrite(happened))
            End(new ReplicationException(
                "QmpEventsLost", _target, $"Events came faster than they were read ({Most} wait).", "a subscriber that reads all the time."));
    }

    internal void End(Exception error) => _events.Writer.TryComplete(error);
}
