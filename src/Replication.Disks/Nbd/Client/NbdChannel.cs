using System.Buffers;
using System.Collections.Concurrent;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>
/// Requests and replies of one open transport. Requests go out as they are made, at most so many at a time, and their replies are matched
/// by cookie in whatever order they come. The first error of the connection itself (lost, too slow, a reply that makes no
/// sense) ends it: every request under way and every later one fails with that error, and nothing is sent a second time,
/// because whether a write has happened is not known. A call returns only when its memory is let go of.
/// </summary>
internal sealed class NbdChannel : IAsyncDisposable
{
    private readonly NbdAddress _address;
    private readonly NbdClientTransport _transport;
    private readonly NbdClientOptions _options;
    private readonly ConcurrentDictionary<ulong, NbdPending> _pending = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly SemaphoreSlim _slots;
    private readonly NbdReplies _replies;
    private readonly Task _receiving;
    private ulong _lastCookie;
    private DiskImageException? _broken;
    private bool _disposed;

    public NbdChannel(NbdAddress address, NbdClientTransport transport, NbdClientOptions options)
    {
        _address = address;
        _transport = transport;
        _options = options;
        _slots = new SemaphoreSlim(options.RequestsInFlight);
        _replies = new NbdReplies(
            address, transport.Negotiation.StructuredReplies, transport.Negotiation.Contexts, cookie => _pending.GetValueOrDefault(cookie));
        _receiving = Task.Run(ReceiveAsync);
    }

    /// <summary>Sends a request, with the payload of a write, and waits for its whole reply; a read's bytes are in the destination then.</summary>
    /// <exception cref="DiskImageException">The server failed the request, or the connection has ended.</exception>
    public async ValueTask<NbdPending> ExecuteAsync(
        NbdCommand command, NbdCommandFlags flags, long offset, uint length, Memory<byte> destination, ReadOnlyMemory<byte> payload,
        CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _slots.WaitAsync(cancellationToken);
        ulong cookie = Interlocked.Increment(ref _lastCookie);
        var pending = new NbdPending(new NbdRequest(flags, command, cookie, (ulong)offset, length), destination);
        try
        {
            _pending[cookie] = pending;
            // After the request is known: what breaks the connection fails all that it finds, and this sees what it left.
            if (Volatile.Read(ref _broken) is { } broken) throw Again(broken);
            await WaitAsync(ExchangeAsync(pending, payload), command, cancellationToken);
        }
        finally
        {
            _pending.TryRemove(cookie, out _);
            _slots.Release();
        }

        return pending.Failure is { } failure ? throw NbdErrors.Failed(_address, command, failure.Offset, failure.Error, failure.Text) : pending;
    }

    /// <summary>Says good-bye; what is still under way fails.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        if (_broken is null)
        {
            var request = new byte[NbdLimits.RequestSize];
            new NbdRequest(NbdCommandFlags.None, NbdCommand.Disconnect, ++_lastCookie, 0, 0).WriteTo(request);
            try
            {
                await SendAsync(request, default).WaitAsync(_options.StopGrace, _options.Time);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or TimeoutException)
            {
                // The server knows the end of a connection without being told.
            }
        }

        Break(NbdErrors.Lost(_address, new ObjectDisposedException(nameof(NbdConnection))));
        await _receiving;
        for (int slot = 0; slot < _options.RequestsInFlight; slot++) await _slots.WaitAsync();
        _sending.Dispose();
        _slots.Dispose();
    }

    private async Task ExchangeAsync(NbdPending pending, ReadOnlyMemory<byte> payload)
    {
        // A small payload goes with its header in one packet; a large one is not worth a copy.
        const int SmallPayload = 32 * 1024;
        int together = payload.Length <= SmallPayload ? payload.Length : 0;
        byte[] head = ArrayPool<byte>.Shared.Rent(NbdLimits.RequestSize + together);
        try
        {
            pending.Request.WriteTo(head);
            payload.Span[..together].CopyTo(head.AsSpan(NbdLimits.RequestSize));
            await SendAsync(head.AsMemory(0, NbdLimits.RequestSize + together), payload[together..]);
        }
        catch (Exception e)
        {
            // Part of the request may be out: what followed it would be taken for the rest.
            Break(NbdErrors.Lost(_address, e));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }

        await pending.Completion;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> payload)
    {
        await _sending.WaitAsync();
        try
        {
            await _transport.Stream.WriteAsync(head);
            if (!payload.IsEmpty) await _transport.Stream.WriteAsync(payload);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task WaitAsync(Task exchange, NbdCommand command, CancellationToken cancellationToken)
    {
        try
        {
            await exchange.WaitAsync(_options.RequestTimeout, _options.Time, cancellationToken);
            return;
        }
        catch (TimeoutException)
        {
            Break(NbdErrors.Timeout(_address, command.ToString(), _options.RequestTimeout));
        }
        catch (OperationCanceledException)
        {
            // The buffers are the server's until it has answered, and a write may still happen: stopped is when it has.
            await Task.WhenAny(exchange, Task.Delay(_options.StopGrace, _options.Time, CancellationToken.None));
            if (!exchange.IsCompleted) Break(NbdErrors.Lost(_address, new OperationCanceledException("A request was stopped that the server did not answer.")));
            await exchange.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await exchange;
    }

    private async Task ReceiveAsync()
    {
        var input = new NbdInput(_transport.Stream);
        byte[] large = [];
        try
        {
            while (true)
            {
                NbdPending? complete;
                if (!_replies.Destination.IsEmpty)
                {
                    await input.ReadAsync(_replies.Destination, CancellationToken.None);
                    complete = _replies.Filled();
                }
                else if (_replies.Needed <= NbdInput.Capacity)
                {
                    complete = _replies.Feed((await input.TakeAsync(_replies.Needed, CancellationToken.None)).Span);
                }
                else
                {
                    if (large.Length < _replies.Needed) large = new byte[_replies.Needed];
                    await input.ReadAsync(large.AsMemory(0, _replies.Needed), CancellationToken.None);
                    complete = _replies.Feed(large.AsSpan(0, _replies.Needed));
                }

                if (complete is null) continue;
                // Taken out before it completes: a second reply to it belongs to no request.
                _pending.TryRemove(complete.Request.Cookie, out _);
                complete.Complete();
            }
        }
        catch (Exception e)
        {
            // Whatever it is, nobody reads replies any more.
            Break(e as DiskImageException ?? NbdErrors.Lost(_address, e));
        }

        // Only now is nobody left who writes into a caller's buffer.
        foreach (NbdPending pending in _pending.Values) pending.Fail(Again(_broken!));
    }

    /// <summary>The first reason counts. The receiving side notices by the end of its socket, and fails what is under way.</summary>
    private void Break(DiskImageException reason)
    {
        Interlocked.CompareExchange(ref _broken, reason, null);
        _transport.Dispose();
    }

    /// <summary>Each caller gets an exception of its own, with its own stack.</summary>
    private static DiskImageException Again(DiskImageException reason) =>
        new(reason.ErrorId, reason.Path, reason.Offset, reason.Found, reason.Needed, reason);
}
