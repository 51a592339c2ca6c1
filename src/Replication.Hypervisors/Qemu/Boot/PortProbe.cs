using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Replication.Hypervisors.Qemu.Hardware;
using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Qemu.Boot;

/// <summary>
/// Whether a TCP port of the guest accepts connections. A forwarded port of the host accepts them always, before the guest has been asked; so a
/// connection is made there, and QEMU is asked whether the guest has accepted its half.
/// </summary>
internal sealed partial class PortProbe(PortForward forward) : IAsyncDisposable
{
    private Socket? _connection;

    public async Task<bool> IsOpenAsync(QmpClient monitor, CancellationToken cancellationToken)
    {
        if (_connection is null || IsEnded(_connection))
        {
            _connection?.Dispose();
            _connection = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await _connection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, forward.HostPort), cancellationToken);
            }
            catch (SocketException)
            {
                _connection.Dispose();
                _connection = null;
                return false;
            }
        }

        JsonElement text = await monitor.ExecuteAsync(
            "human-monitor-command", new JsonObject { ["command-line"] = "info usernet" }, cancellationToken: cancellationToken);
        string port = forward.GuestPort.ToString(CultureInfo.InvariantCulture);
        return Connections().Matches(text.GetString() ?? "").Any(found => found.Groups["state"].Value is "ESTABLISHED" && found.Groups["port"].Value == port);
    }

    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A guest that refused ends the connection; one that does not answer yet leaves it open.</summary>
    private static bool IsEnded(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;

    // Protocol[State], descriptor, source address and port, destination address and port, queues (net/slirp.c and libslirp's misc.c).
    [GeneratedRegex(@"TCP\[(?<state>\w+)\]\s+\S+\s+\S+\s+\d+\s+\S+\s+(?<port>\d+)\s")]
    private static partial Regex Connections();
}
