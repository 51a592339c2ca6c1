using System.Buffers;
using System.Collections.Concurrent;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>
/// One connection to one export. Requests go out as they are made, at most so many at a time, and their replies are matched
/// by cookie in whatever order they come. The first error of the connection itself (lost, too slow, a reply that makes no
/// sense) ends it: every request under way and every later one fails with that error, and nothing is sent a second time,
/// because whether a write has happened is not known. A call that was made returns only when its memory is let go of.
/// </summary>
public sealed class NbdConnection : IAsyncDisposable
{
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

    private NbdConnection(NbdAddress address, NbdClientTransport transport, NbdClientOptions options)
    {
        Address = address;
        _transport = transport;
        _options = options;
        Export = transport.Negotiation.Export!;
        _slots = new SemaphoreSlim(options.RequestsInFlight);
        _replies = new NbdReplies(
            address, transport.Negotiation.StructuredReplies, transport.Negotiation.Contexts, cookie => _pending.GetValueOrDefault(cookie));
        _receiving = Task.Run(ReceiveAsync);
    }

    public NbdAddress Address { get; }

    public NbdExportInfo Export { get; }

    /// <summary>Those that were asked for and that the server has.</summary>
    public IEnumerable<string> Contexts => _transport.Negotiation.Contexts.Values;

    /// <exception cref="DiskImageException">The server cannot be reached, or it refuses, or it does not keep to the protocol.</exception>
    public static async Task<NbdConnection> OpenAsync(NbdAddress address, NbdClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new NbdClientOptions();
        string[] contexts = [.. options.Contexts.Prepend(NbdContexts.Allocation).Distinct()];
        return new NbdConnection(address, await NbdClientTransport.OpenAsync(address, contexts, options, cancellationToken), options);
    }

    /// <summary>Fills the buffer, in one request; at most <see cref="NbdExportInfo.MaximumPayload"/> bytes.</summary>
    public async ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckRange(offset, buffer.Length, Export.MaximumPayload);
        if (buffer.Length > 0) await ExecuteAsync(NbdCommand.Read, NbdCommandFlags.None, offset, (uint)buffer.Length, buffer, default, cancellationToken);
    }

    /// <summary>Writes the data, in one request.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="data">At most <see cref="NbdExportInfo.MaximumPayload"/> bytes.</param>
    /// <param name="durable">Return only when it is on stable storage.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, bool durable = false, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        CheckRange(offset, data.Length, Export.MaximumPayload);
        if (data.Length > 0) await ExecuteAsync(NbdCommand.Write, Durable(durable), offset, (uint)data.Length, default, data, cancellationToken);
    }

    /// <summary>The range reads as zeros afterwards; space may be given back.</summary>
    public async ValueTask WriteZeroesAsync(long offset, uint length, bool durable = false, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        CheckOffered(NbdExportFlags.SendWriteZeroes, "writing zeroes");
        CheckRange(offset, length, uint.MaxValue);
        if (length > 0) await ExecuteAsync(NbdCommand.WriteZeroes, Durable(durable), offset, length, default, default, cancellationToken);
    }

    /// <summary>What is in the range is not needed any more, and may read as anything.</summary>
    public async ValueTask TrimAsync(long offset, uint length, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        CheckOffered(NbdExportFlags.SendTrim, "trimming");
        CheckRange(offset, length, uint.MaxValue);
        if (length > 0) await ExecuteAsync(NbdCommand.Trim, NbdCommandFlags.None, offset, length, default, default, cancellationToken);
    }

    /// <summary>What was acknowledged on this connection is durable afterwards. Where the server offers no flush, it promises that anyway.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        if (Export.Has(NbdExportFlags.SendFlush)) await ExecuteAsync(NbdCommand.Flush, NbdCommandFlags.None, 0, 0, default, default, cancellationToken);
    }

    /// <summary>
    /// What the contexts say about a range, by name: ascending, without gaps from <paramref name="offset"/> on, and possibly
    /// less than the whole range, but never nothing.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<NbdExtent>>> BlockStatusAsync(
        long offset, uint length, CancellationToken cancellationToken = default)
    {
        if (_transport.Negotiation.Contexts.Count == 0) throw NbdErrors.ContextNotFound(Address, NbdContexts.Allocation);
        CheckRange(offset, length, uint.MaxValue);
        ArgumentOutOfRangeException.ThrowIfZero(length);
        NbdPending pending = await ExecuteAsync(NbdCommand.BlockStatus, NbdCommandFlags.None, offset, length, default, default, cancellationToken);
        return pending.Extents.ToDictionary(
            pair => _transport.Negotiation.Contexts[pair.Key], IReadOnlyList<NbdExtent> (pair) => pair.Value, StringComparer.Ordinal);
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

        Break(NbdErrors.Lost(Address, new ObjectDisposedException(nameof(NbdConnection))));
        await _receiving;
        for (int slot = 0; slot < _options.RequestsInFlight; slot++) await _slots.WaitAsync();
        _sending.Dispose();
        _slots.Dispose();
    }

    private async ValueTask<NbdPending> ExecuteAsync(
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

        return pending.Failure is { } failure ? throw NbdErrors.Failed(Address, command, failure.Offset, failure.Error, failure.Text) : pending;
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
            Break(NbdErrors.Lost(Address, e));
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
            Break(NbdErrors.Timeout(Address, command.ToString(), _options.RequestTimeout));
        }
        catch (OperationCanceledException)
        {
            // The buffers are the server's until it has answered, and a write may still happen: stopped is when it has.
            await Task.WhenAny(exchange, Task.Delay(_options.StopGrace, _options.Time, CancellationToken.None));
            if (!exchange.IsCompleted) Break(NbdErrors.Lost(Address, new OperationCanceledException("A request was stopped that the server did not answer.")));
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
            Break(e as DiskImageException ?? NbdErrors.Lost(Address, e));
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

    private NbdCommandFlags Durable(bool durable)
    {
        if (!durable) return NbdCommandFlags.None;
        CheckOffered(NbdExportFlags.SendFua, "durable writes (FUA)");
        return NbdCommandFlags.ForceUnitAccess;
    }

    private void CheckWritable()
    {
        if (Export.IsReadOnly) throw NbdErrors.ReadOnly(Address);
    }

    private void CheckOffered(NbdExportFlags flag, string what)
    {
        if (!Export.Has(flag)) throw NbdErrors.NotOffered(Address, what);
    }

    private void CheckRange(long offset, long length, long maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Export.Length - offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, maximum);
        if (((offset | length) & (Export.MinimumBlock - 1)) != 0)
        {
            throw new DiskImageException(
                NbdErrorIds.NbdRequestUnaligned, Address.ToString(), offset, $"A request of {length} bytes is not aligned to the export's minimum block.",
                $"multiples of {Export.MinimumBlock} bytes");
        }
    }
}
