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
    /// <summary>States that a connection has only after the other side accepted it (RFC 9293, section 3.3.2).</summary>
    private static readonly string[] Accepted = ["ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT_1", "FIN_WAIT_2", "CLOSING", "LAST_ACK", "TIME_WAIT"];

    private Socket? _connection;

    /// <summary>To be asked again and again: a connection that the guest did not answer goes on waiting for it.</summary>
    public async Task<bool> IsOpenAsync(QmpClient monitor, CancellationToken cancellationToken)
    {
        if (_connection is not null && await IsAcceptedAsync(_connection, monitor, cancellationToken)) return true;
        if (_connection is not null && !IsEnded(_connection)) return false;
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

        return await IsAcceptedAsync(_connection, monitor, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Bytes of the guest say it as well: a service may answer and close before QEMU is asked.</summary>
    private async Task<bool> IsAcceptedAsync(Socket connection, QmpClient monitor, CancellationToken cancellationToken)
    {
        if (connection.Available > 0) return true;
        JsonElement text = await monitor.ExecuteAsync(
            "human-monitor-command", new JsonObject { ["command-line"] = "info usernet" }, cancellationToken: cancellationToken);
        string port = forward.GuestPort.ToString(CultureInfo.InvariantCulture);
        return connection.Available > 0
            || Connections().Matches(text.GetString() ?? "").Any(found => Accepted.Contains(found.Groups["state"].Value) && found.Groups["port"].Value == port);
    }

    /// <summary>A guest that refused ends the connection; one that does not answer yet leaves it open.</summary>
    private static bool IsEnded(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;

    // Protocol[State], descriptor, source address and port, destination address and port, queues (net/slirp.c and libslirp's misc.c).
    [GeneratedRegex(@"TCP\[(?<state>\w+)\]\s+\S+\s+\S+\s+\d+\s+\S+\s+(?<port>\d+)\s")]
    private static partial Regex Connections();
}
