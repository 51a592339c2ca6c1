using System.Net.Sockets;
using Replication.Core.Errors;

namespace Replication.Hypervisors.Qemu.Monitor;

/// <summary>Connects to a socket that a QEMU serves.</summary>
internal static class MonitorSocket
{
    /// <exception cref="ReplicationException">QmpUnavailable, AccessDenied.</exception>
    public static async Task ConnectAsync(Socket socket, string path, string target, CancellationToken cancellationToken)
    {
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new ReplicationException(
                ErrorIds.AccessDenied, target, "The socket belongs to another user.", "the user that started the machine.", inner: error);
        }
        catch (SocketException error)
        {
            throw new ReplicationException("QmpUnavailable", target, $"Nobody listens there: {error.Message}", "a machine that runs.", inner: error);
        }
    }
}
