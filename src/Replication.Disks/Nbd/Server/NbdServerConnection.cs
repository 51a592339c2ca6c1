using System.Buffers;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;

namespace Replication.Disks.Nbd;

/// <summary>
/// One client: negotiation, then requests. Requests are read one after the other and worked on concurrently, a bounded number at
/// a time; each reply goes out whole when its request is done, in whatever order that is. Nothing of a client's request is
/// believed before <see cref="NbdRequestRules"/> has seen it, and payload has its memory before it is received.
/// </summary>
internal sealed class NbdServerConnection : IDisposable
{
    private readonly NbdServerOptions _options;
    private readonly INbdExports _exports;
    private readonly NbdMemory _memory;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _receiveStall;
    private readonly CancellationTokenSource _sendStall;
    private readonly CancellationTokenSource _end;
    private Stream _stream;
    private NbdRequestHandler? _handler;
    private bool _structured;
    private IReadOnlyList<NbdContext> _contexts = [];

    public NbdServerConnection(Stream stream, INbdExports exports, NbdMemory memory, NbdServerOptions options, ILogger log, CancellationToken stop)
    {
        _stream = stream;
        _exports = exports;
        _memory = memory;
        _options = options;
        _log = log;
        _slots = new SemaphoreSlim(options.RequestsInFlight);
        _receiveStall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.Time);
        _sendStall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.Time);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop, _receiveStall.Token, _sendStall.Token);
    }

    /// <summary>Returns when the client has gone or has been let go, and nothing of its requests is under way any more.</summary>
    public async Task RunAsync()
    {
        NbdServerNegotiation negotiation = new(_exports, _options.Tls is not null, _options.Tls is { Required: true });
        try
        {
            _receiveStall.CancelAfter(_options.HandshakeTimeout);
            if (!await NegotiateAsync(negotiation)) return;
            _receiveStall.CancelAfter(Timeout.InfiniteTimeSpan);
            NbdExport export = negotiation.Export!;
            _handler = new NbdRequestHandler(export, negotiation.ExportName, _log);
            (_structured, _contexts) = (negotiation.StructuredReplies, negotiation.Contexts);
            await using CancellationTokenRegistration closing = export.Closing.Register(static end => ((CancellationTokenSource)end!).Cancel(), _end);
            try
            {
                await ServeAsync(export.Info, negotiation.ExportName);
            }
            finally
            {
                for (int slot = 0; slot < _options.RequestsInFlight; slot++) await _slots.WaitAsync(CancellationToken.None);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went away, stalled, or is asked to go: nobody is left to be told.
        }
        catch (AuthenticationException e)
        {
            _log.LogWarning("A client of the NBD server failed at TLS: {Error}", e.Message);
        }
        finally
        {
            negotiation.Export?.Leave();
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _end.Dispose();
        _receiveStall.Dispose();
        _sendStall.Dispose();
        _sending.Dispose();
        _slots.Dispose();
    }

    private async ValueTask<bool> NegotiateAsync(NbdServerNegotiation negotiation)
    {
        for (var step = NbdServerStep.Continue; ;)
        {
            byte[] output = negotiation.TakeOutput();
            if (output.Length > 0) await _stream.WriteAsync(output, _end.Token);
            if (step == NbdServerStep.Close) return false;
            if (step == NbdServerStep.Transmission) return true;
            if (step == NbdServerStep.StartTls)
            {
                // Nothing was read ahead, so nothing that came in clear can pass for encrypted.
                _stream = await NbdTls.AcceptAsync(_stream, _options.Tls!, _end.Token);
                negotiation.TlsStarted();
            }

            var input = new byte[negotiation.Needed];
            await _stream.ReadExactlyAsync(input, _end.Token);
            step = negotiation.Feed(input);
        }
    }

    private async Task ServeAsync(NbdExportInfo export, string name)
    {
        var input = new NbdInput(_stream);
        while (true)
        {
            if (NbdRequest.ReadFrom((await input.TakeAsync(NbdLimits.RequestSize, _end.Token)).Span) is not { } request)
            {
                _log.LogWarning("A client of the NBD export {Export} sent something that is no request; its connection is closed.", name);
                return;
            }

            if (request.Command == NbdCommand.Disconnect) return;
            if (NbdRequestRules.Check(request, export, _structured, _contexts.Count > 0) is { } refusal)
            {
                // The payload of a refused write comes all the same.
                if (request.Command == NbdCommand.Write) await ReceiveAsync(input.SkipAsync(request.Length, _end.Token));
                await SendAsync(NbdReplyMessages.Refusal(request, refusal, _structured));
                continue;
            }

            await _slots.WaitAsync(_end.Token);
            await BeginAsync(request, input);
        }
    }

    /// <summary>Brings a request on its way; its slot is given back when it is done, or here when it does not come that far.</summary>
    private async ValueTask BeginAsync(NbdRequest request, NbdInput input)
    {
        byte[]? buffer = null;
        int prefix = request.Command == NbdCommand.Read ? NbdReplyMessages.ReadPrefixSize(_structured) : 0;
        int content = request.Command is NbdCommand.Read or NbdCommand.Write ? (int)request.Length : 0;
        bool taken = false;
        try
        {
            await _memory.TakeAsync(content, _end.Token);
            taken = true;
            if (content > 0) buffer = ArrayPool<byte>.Shared.Rent(prefix + content);
            if (request.Command == NbdCommand.Write) await ReceiveAsync(input.ReadAsync(buffer.AsMemory(0, content), _end.Token));
        }
        catch
        {
            Release(buffer, taken ? content : 0);
            throw;
        }

        _ = Task.Run(() => AnswerAsync(request, buffer, prefix, content), CancellationToken.None);
    }

    private async Task AnswerAsync(NbdRequest request, byte[]? buffer, int prefix, int content)
    {
        try
        {
            if (request.Command == NbdCommand.BlockStatus)
            {
                (IReadOnlyList<NbdStatus> found, NbdRefusal? unknown) = await _handler!.TryStatusAsync(request, _contexts, _end.Token);
                await SendAsync(unknown is null
                    ? NbdReplyMessages.Status(request, found)
                    : NbdReplyMessages.Refusal(request, unknown, _structured));
                return;
            }

            NbdRefusal? refusal = await _handler!.TryAsync(request, buffer.AsMemory(prefix, content), _end.Token);
            if (refusal is not null)
            {
                await SendAsync(NbdReplyMessages.Refusal(request, refusal, _structured));
            }
            else if (request.Command == NbdCommand.Read && content > 0)
            {
                NbdReplyMessages.WriteReadPrefix(buffer, request, _structured);
                await SendAsync(buffer.AsMemory(0, prefix + content));
            }
            else
            {
                await SendAsync(NbdReplyMessages.Success(request, _structured));
            }
        }
        catch (Exception e)
        {
            // A reply that went out in part, or not at all, cannot be followed by another.
            if (e is not (IOException or OperationCanceledException)) _log.LogError(e, "A reply of the NBD server could not be sent.");
            await _end.CancelAsync();
        }
        finally
        {
            Release(buffer, content);
        }
    }

    private void Release(byte[]? buffer, int content)
    {
        if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
        _memory.Return(content);
        _slots.Release();
    }

    private async ValueTask ReceiveAsync(ValueTask receiving)
    {
        _receiveStall.CancelAfter(_options.StallTimeout);
        await receiving;
        _receiveStall.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> reply)
    {
        await _sending.WaitAsync(_end.Token);
        try
        {
            _sendStall.CancelAfter(_options.StallTimeout);
            await _stream.WriteAsync(reply, _end.Token);
            _sendStall.CancelAfter(Timeout.InfiniteTimeSpan);
        }
        finally
        {
            _sending.Release();
        }
    }
}
