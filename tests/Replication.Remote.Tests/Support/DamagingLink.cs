using System.Net;
using System.Net.Sockets;

namespace Replication.Remote.Tests.Support;

/// <summary>Hands on what a server says, with single bits turned over at given places of all that it says.</summary>
internal sealed class DamagingLink : IAsyncDisposable
{
    private readonly Uri _target;
    private readonly Queue<long> _places;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private long _passed;
    private int _damaged;

    public DamagingLink(Uri target, IEnumerable<long> places)
    {
        _target = target;
        _places = new Queue<long>(places);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public int Damaged => Volatile.Read(ref _damaged);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true) carrying.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(carrying);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target.Port, _stop.Token);
                await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _stop.Token), BackAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // A client that goes ends it.
            }
        }
    }

    private async Task BackAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        for (int read = await from.ReadAsync(buffer, _stop.Token); read > 0; read = await from.ReadAsync(buffer, _stop.Token))
        {
            lock (_places)
            {
                if (_places.TryPeek(out long place) && place < _passed + read)
                {
                    buffer[Math.Max(0, place - _passed)] ^= 0x10;
                    _places.Dequeue();
                    _damaged++;
                }

                _passed += read;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
