using System.Net;
using System.Net.Sockets;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>The socket that a server listens at, with the file of a Unix socket.</summary>
internal static class NbdListener
{
    public static EndPoint EndPointOf(string socketPath)
    {
        try
        {
            return new UnixDomainSocketEndPoint(socketPath);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ReplicationException(
                NbdErrorIds.NbdAddressInUse, socketPath, $"The path has {socketPath.Length} characters, and a socket's is shorter.", "a shorter path.");
        }
    }

    public static Socket Open(EndPoint endPoint, int backlog)
    {
        string? path = PathOf(endPoint);
        if (path is not null && File.Exists(path) && !Answers(endPoint)) File.Delete(path);
        var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            listener.Bind(endPoint);
            // Before it listens nobody can connect, so there is no moment in which others could.
            if (path is not null && !OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(backlog);
            return listener;
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new ReplicationException(
                NbdErrorIds.NbdAddressInUse, endPoint.ToString()!, $"An NBD server cannot listen there: {e.Message}",
                "an address or a socket path that is free.", inner: e);
        }
    }

    public static void Close(Socket listener, EndPoint endPoint)
    {
        listener.Dispose();
        if (PathOf(endPoint) is { } path) File.Delete(path);
    }

    /// <summary>Null for TCP, and for the abstract namespace, where there is no file.</summary>
    private static string? PathOf(EndPoint endPoint) =>
        endPoint is UnixDomainSocketEndPoint && endPoint.ToString() is { Length: > 0 } path && path[0] is not ('@' or '\0') ? path : null;

    /// <summary>A socket that its server left behind when it was killed refuses every connection.</summary>
    private static bool Answers(EndPoint endPoint)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endPoint);
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }
}
