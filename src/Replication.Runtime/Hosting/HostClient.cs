using System.Net.Sockets;
using Replication.Core.Errors;

namespace Replication.Runtime.Hosting;

/// <summary>Asks the host of a workspace.</summary>
internal static class HostClient
{
    /// <returns>Null when there is no host, or when it ended before it answered.</returns>
    /// <exception cref="ReplicationException">HostUnresponsive, HostIncompatible, AccessDenied, or what the host refused with.</exception>
    public static async Task<HostReply?> AskAsync(HostFolder folder, string verb, CancellationToken cancellationToken, string? mount = null)
    {
        if (HostAddress.Find(folder) is not { } path) return null;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(HostProtocol.TimeLimit);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), limit.Token);
            await using var stream = new NetworkStream(socket);
            await HostLines.WriteAsync(stream, new HostRequest(HostProtocol.Version, verb, mount), limit.Token);
            return await HostLines.ReadReplyAsync(stream, limit.Token) is { } reply ? Checked(folder, verb, reply) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ReplicationException(
                "HostUnresponsive", Name(folder), $"It did not answer within {HostProtocol.TimeLimit.TotalSeconds:0} s.", "a host that answers.",
                $"{folder.Log} says what it did last; end its process if it stays so.");
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new ReplicationException(ErrorIds.AccessDenied, Name(folder), "Its socket belongs to another user.", "the user that the host runs as.", inner: error);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            // A socket that nobody listens on is what a dead host leaves.
            return null;
        }
    }

    public static string Name(HostFolder folder) => $"Host of {folder.Workspace}";

    private static HostReply Checked(HostFolder folder, string verb, HostReply reply)
    {
        if (reply.Protocol != HostProtocol.Version && verb != HostProtocol.Stop)
        {
            throw new ReplicationException(
                "HostIncompatible", Name(folder), $"It speaks version {reply.Protocol} of the protocol.", $"version {HostProtocol.Version}.",
                "Stop it with 'replication host stop'; the next job starts one of this version.");
        }

        return reply.Error is { } error ? throw new ReplicationException(error.ErrorId, Name(folder), error.Message) : reply;
    }
}
