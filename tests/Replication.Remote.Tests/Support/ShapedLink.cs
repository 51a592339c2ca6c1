using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Replication.Remote.Tests.Support;

/// <summary>
/// A link in user space: what comes in on a port of the loopback goes on to a server as late, as slowly and as unreliably as its shape says, and can be
/// cut and healed. It shapes what connections carry, not packets: there is no loss that TCP would repair and no slow start.
/// </summary>
public sealed class ShapedLink : IAsyncDisposable
{
    private const int Piece = 16 * 1024;

    /// <summary>Pieces on their way at once in one connection: 4 MiB, more than the links that are imitated hold.</summary>
    private const int PiecesInFlight = 256;

    private readonly Uri _target;
    private readonly LinkShape _shape;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly LinkClock _there;
    private readonly LinkClock _back;
    private readonly Task _accepting;
    private readonly Random _random = new(11);
    private bool _cut;
    private long _dropped;

    public ShapedLink(Uri target, LinkShape? shape = null)
    {
        _target = target;
        _shape = shape ?? new LinkShape();
        _there = new LinkClock(_shape.BytesPerSecond);
        _back = new LinkClock(_shape.BytesPerSecond);
        _listener.Start();
        Address = new Uri($"{target.Scheme}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect.</summary>
    public Uri Address { get; }

    /// <summary>Bytes towards the server, headers included.</summary>
    public long BytesThere => _there.Bytes;

    public long BytesBack => _back.Bytes;

    /// <summary>Connections that were reset by the shape.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Resets every connection and lets none through.</summary>
    public void Cut()
    {
        Socket[] sockets;
        lock (_lock)
        {
            _cut = true;
            sockets = [.. _sockets];
        }

        foreach (Socket socket in sockets) Reset(socket);
    }

    public void Heal()
    {
        lock (_lock) _cut = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Cut();
        await _accepting;
        _stop.Dispose();
    }

    private static void Reset(Socket socket)
    {
        try
        {
            // Closed without a farewell, which the other end sees as a reset.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It has ended by itself.
        }

        socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync(_stop.Token);
                carrying.RemoveAll(task => task.IsCompleted);
                carrying.Add(CarryAsync(client));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(carrying);
        }
    }

    private async Task CarryAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            bool let;
            lock (_lock)
            {
                let = !_cut;
                if (let)
                {
                    _sockets.Add(client);
                    _sockets.Add(server);
                }
            }

            if (!let) return;
            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _target.Port, _stop.Token);
            await Task.WhenAll(PumpAsync(client, server, _there), PumpAsync(server, client, _back));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The end of a connection is what this is about.
        }
        finally
        {
            lock (_lock)
            {
                _sockets.Remove(client);
                _sockets.Remove(server);
            }

            Reset(client);
            Reset(server);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, LinkClock clock)
    {
        var pieces = Channel.CreateBounded<(byte[] Data, long Due)>(PiecesInFlight);
        Task delivering = DeliverAsync(pieces.Reader, to);
        try
        {
            while (true)
            {
                var buffer = new byte[Piece];
                int read = await from.ReceiveAsync(buffer, _stop.Token);
                if (read == 0) break;
                if (_shape.DropsPerMebibyte > 0 && IsDropped(read))
                {
                    Interlocked.Increment(ref _dropped);
                    Reset(from);
                    Reset(to);
                    break;
                }

                await clock.PassAsync(read, _stop.Token);
                await pieces.Writer.WriteAsync((buffer[..read], TimeProvider.System.GetTimestamp()), _stop.Token);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // So does the other direction end.
            Reset(to);
        }
        finally
        {
            pieces.Writer.Complete();
            await delivering;
        }
    }

    private async Task DeliverAsync(ChannelReader<(byte[] Data, long Entered)> pieces, Socket to)
    {
        try
        {
            await foreach (var (data, entered) in pieces.ReadAllAsync(_stop.Token))
            {
                TimeSpan left = _shape.Latency - TimeProvider.System.GetElapsedTime(entered);
                if (left > TimeSpan.Zero) await Task.Delay(left, _stop.Token);
                for (int at = 0; at < data.Length;) at += await to.SendAsync(data.AsMemory(at), _stop.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            await foreach (var _ in pieces.ReadAllAsync(CancellationToken.None))
            {
                // Nobody is there to take it; the reading side must not wait for room.
            }
        }
    }

    private bool IsDropped(int bytes)
    {
        lock (_random) return _random.NextDouble() < _shape.DropsPerMebibyte * bytes / (1 << 20);
    }
}
