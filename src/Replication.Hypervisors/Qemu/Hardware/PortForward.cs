using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Replication.Hypervisors.Qemu.Hardware;

/// <summary>A port of this host's loopback that leads to a port of the guest.</summary>
/// <param name="Protocol">tcp or udp.</param>
/// <param name="HostPort">On 127.0.0.1; 0 for any that is free.</param>
/// <param name="GuestPort">In the guest.</param>
public sealed record PortForward(string Protocol, int HostPort, int GuestPort)
{
    /// <summary>"tcp:2222:22"; null for anything else.</summary>
    public static PortForward? Parse(string text) =>
        text.Split(':') is [("tcp" or "udp") and var protocol, var host, var guest]
        && ushort.TryParse(host, NumberStyles.None, CultureInfo.InvariantCulture, out ushort hostPort)
        && ushort.TryParse(guest, NumberStyles.None, CultureInfo.InvariantCulture, out ushort guestPort) && guestPort > 0
            ? new PortForward(protocol, hostPort, guestPort)
            : null;

    /// <summary>With a port of the host that is free now, where any will do.</summary>
    public PortForward Settle()
    {
        if (HostPort != 0) return this;
        using var socket = new Socket(AddressFamily.InterNetwork, Protocol == "tcp" ? SocketType.Stream : SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return this with { HostPort = ((IPEndPoint)socket.LocalEndPoint!).Port };
    }
}
