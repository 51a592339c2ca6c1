using System.Net.Sockets;
using System.Text;

namespace Replication.Agent.Service.Systemd;

/// <summary>Tells the service manager how a service is (sd_notify(3)): a datagram of lines to the socket that it names in the environment.</summary>
internal sealed class NotifySocket
{
    public const string AddressVariable = "NOTIFY_SOCKET";

    public const string WatchdogVariable = "WATCHDOG_USEC";

    private readonly string _address;

    private NotifySocket(string address, TimeSpan? watchdog) => (_address, Watchdog) = (address, watchdog);

    /// <summary>Who says nothing for so long is taken for dead; null when nobody watches.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>Null where no service manager has started this process, or it does not want to be told.</summary>
    public static NotifySocket? Find(Func<string, string?> environment)
    {
        if (environment(AddressVariable) is not { Length: > 1 } address) return null;
        // sd_notify(3): a leading @ is the zero byte of a socket that is in no file system.
        if (address[0] == '@') address = $"\0{address[1..]}";
        else if (address[0] != '/') return null;
        bool watches = long.TryParse(environment(WatchdogVariable), out long microseconds) && microseconds > 0;
        return new NotifySocket(address, watches ? TimeSpan.FromMicroseconds(microseconds) : null);
    }

    public async Task SendAsync(string state, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_address), cancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes(state), cancellationToken);
    }
}
