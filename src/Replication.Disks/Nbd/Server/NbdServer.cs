using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>
/// Exports for clients at one socket. As many servers as one likes may run in a process, over the same exports or others. Who may connect to a
/// Unix socket is decided by file permissions (the socket is its user's alone); over TCP by TLS. Disks stay open when the server ends.
/// </summary>
public sealed class NbdServer : IAsyncDisposable
{
    private const int Backlog = 128;

    /// <summary>How long the server waits before it accepts again, when the operating system has no more sockets to give.</summary>
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly INbdExports _exports;
    private readonly NbdServerOptions _options;
    private readonly NbdMemory _memory;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private NbdServer(Socket listener, INbdExports exports, NbdServerOptions options, ILogger log)
    {
        _listener = listener;
        _exports = exports;
        _options = options;
        _log = log;
        _memory = new NbdMemory(Math.Max(options.MaxBufferedBytes, NbdLimits.MaxPayload));
        EndPoint = listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens; the port is the one that was given when 0 was asked for.</summary>
    public EndPoint EndPoint { get; }

    /// <summary>Listens until disposed. A Unix socket whose server was killed is taken over.</summary>
    /// <exception cref="ReplicationException"><c>NbdAddressInUse</c>: somebody listens there, or it is no place to listen at.</exception>
    public static NbdServer Start(EndPoint endPoint, INbdExports exports, NbdServerOptions? options = null, ILogger? log = null) =>
        new(NbdListener.Open(endPoint, Backlog), exports, options ?? new NbdServerOptions(), log ?? NullLogger.Instance);

    /// <summary>As <see cref="Start(System.Net.EndPoint, INbdExports, NbdServerOptions?, ILogger?)"/>, on a Unix socket.</summary>
    public static NbdServer Start(string socketPath, INbdExports exports, NbdServerOptions? options = null, ILogger? log = null) =>
        Start(NbdListener.EndPointOf(socketPath), exports, options, log);

    /// <summary>The address of an export for a client on this machine.</summary>
    public NbdAddress AddressOf(string exportName)
    {
        NbdAddress address = EndPoint is IPEndPoint ip
            ? NbdAddress.Tcp(Reachable(ip.Address).ToString(), ip.Port, exportName)
            : NbdAddress.Unix(EndPoint.ToString()!, exportName);
        return address with { Tls = _options.Tls is { Required: true } };
    }

    /// <summary>Ends all connections; returns when nothing of their requests is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        NbdListener.Close(_listener, EndPoint);
        _stop.Dispose();
    }

    /// <summary>"Every address of this machine" is none to connect to.</summary>
    private static IPAddress Reachable(IPAddress address) =>
        address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket client = await _listener.AcceptAsync(_stop.Token);
                connections.RemoveAll(connection => connection.IsCompleted);
                if (connections.Count >= _options.MaxConnections)
                {
                    _log.LogWarning("The NBD server at {EndPoint} has {Count} clients and turns another one away.", EndPoint, connections.Count);
                    client.Dispose();
                    continue;
                }

                connections.Add(Task.Run(() => ServeAsync(client)));
            }
            catch (OperationCanceledException)
            {
                // Asked to end; what is being served notices by the same token.
            }
            catch (SocketException e)
            {
                _log.LogWarning("The NBD server at {EndPoint} could not accept a client: {Error}", EndPoint, e.Message);
                await Task.Delay(AcceptPause, _options.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            try
            {
                if (client.AddressFamily != AddressFamily.Unix) client.NoDelay = true;
                using var connection = new NbdServerConnection(new NetworkStream(client, ownsSocket: false), _exports, _memory, _options, _log, _stop.Token);
                await connection.RunAsync();
            }
            catch (Exception e)
            {
                // Not one that is known to happen; a client must not be able to end the server even so.
                _log.LogError(e, "A connection of the NBD server at {EndPoint} failed.", EndPoint);
            }
        }
    }
}
