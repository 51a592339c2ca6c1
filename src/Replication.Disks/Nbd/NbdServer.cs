using System.Net.Sockets;
using Replication.Core.Disks;

namespace Replication.Disks.Nbd;

/// <summary>
/// Disk views as read-only NBD exports on a Unix socket, for programs of this machine that read block devices. Who may
/// connect is decided by the permissions of the socket's folder. The views stay open when the server ends.
/// </summary>
public sealed class NbdServer : IAsyncDisposable
{
    private const int Backlog = 16;

    private readonly IReadOnlyDictionary<string, IDiskView> _exports;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private NbdServer(string socketPath, IReadOnlyDictionary<string, IDiskView> exports)
    {
        SocketPath = socketPath;
        _exports = exports;
        _listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        _listener.Listen(Backlog);
        _accepting = AcceptAsync();
    }

    public string SocketPath { get; }

    /// <summary>Listens at <paramref name="socketPath"/>, which must not exist, until disposed.</summary>
    public static NbdServer Start(string socketPath, IReadOnlyDictionary<string, IDiskView> exports) => new(socketPath, exports);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
        File.Delete(SocketPath);
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stop.Token);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(Task.Run(() => ServeAsync(client)));
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to end; what is being served notices by the same token.
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket client)
    {
        await using var stream = new NetworkStream(client, ownsSocket: true);
        var wire = new NbdWire(stream);
        try
        {
            if (await new NbdHandshake(wire, _exports).NegotiateAsync(_stop.Token) is { } export)
            {
                await new NbdTransmission(wire, export).RunAsync(_stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went away, or the server ends: nobody is left to be told.
        }
    }
}
