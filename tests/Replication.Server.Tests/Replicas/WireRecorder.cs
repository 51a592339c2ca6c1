using System.Net;
using System.Net.Sockets;

namespace Replication.Server.Tests.Replicas;

/// <summary>A wire that somebody listens on: passes every byte on, both ways, and keeps a copy.</summary>
internal sealed class WireRecorder : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly MemoryStream _seen = new();
    private readonly Task _running;

    public WireRecorder(Uri server)
    {
        _listener.Start();
        Address = new UriBuilder(server.Scheme, "127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port).Uri;
        _running = RunAsync(server);
    }

    public Uri Address { get; }

    public long Length
    {
        get
        {
            lock (_seen) return _seen.Length;
        }
    }

    public bool Contains(ReadOnlySpan<byte> marker)
    {
        lock (_seen) return _seen.GetBuffer().AsSpan(0, (int)_seen.Length).IndexOf(marker) >= 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task RunAsync(Uri server)
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(PassAsync(await _listener.AcceptTcpClientAsync(_end.Token), server));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(TcpClient client, Uri server)
    {
        using (client)
        using (var next = new TcpClient())
        {
            await next.ConnectAsync(server.Host, server.Port, _end.Token);
            await Task.WhenAny(CopyAsync(client.GetStream(), next.GetStream()), CopyAsync(next.GetStream(), client.GetStream()));
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read = await from.ReadAsync(buffer, _end.Token); read > 0; read = await from.ReadAsync(buffer, _end.Token))
            {
                lock (_seen) _seen.Write(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has ended, and with it the connection.
        }
    }
}
