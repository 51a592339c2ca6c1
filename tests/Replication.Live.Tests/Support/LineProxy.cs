using System.Net.Sockets;
using System.Text;

namespace Replication.Live.Tests.Support;

/// <summary>
/// Stands between a client and a monitor of QEMU, and passes on what both say. At the client's first line that holds a given text it stops: the
/// line goes nowhere, and the test is told.
/// </summary>
internal sealed class LineProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly string _monitor;
    private readonly string _text;
    private readonly Action _reached;
    private readonly Task _serving;
    private bool _done;

    public LineProxy(string path, string monitor, string text, Action reached)
    {
        (_monitor, _text, _reached) = (monitor, text, reached);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using Socket client = await _listener.AcceptAsync(_end.Token);
                using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await server.ConnectAsync(new UnixDomainSocketEndPoint(_monitor), _end.Token);
                await PassAsync(client, server);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task PassAsync(Socket client, Socket server)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        Task back = CopyAsync(server, client, _ => true, over);
        await CopyAsync(client, server, bytes => _done || !IsReached(bytes.Span), over);
        await back;
    }

    private bool IsReached(ReadOnlySpan<byte> bytes)
    {
        if (!Encoding.UTF8.GetString(bytes).Contains(_text, StringComparison.Ordinal)) return false;
        _done = true;
        _reached();
        return true;
    }

    private static async Task CopyAsync(Socket from, Socket to, Predicate<ReadOnlyMemory<byte>> passes, CancellationTokenSource over)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, over.Token) is > 0 and var received && passes(buffer.AsMemory(0, received)))
                await to.SendAsync(buffer.AsMemory(0, received), over.Token);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // One of both is gone.
        }

        await over.CancelAsync();
    }
}
