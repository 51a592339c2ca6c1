using System.Net.Sockets;
using Replication.Core.Errors;
using Replication.Core.Platform;

namespace Replication.Runtime.Hosting;

/// <summary>Where the host's socket is.</summary>
public static class HostSocketPath
{
    private const string Name = "socket";

    /// <summary>Sockets of mounts are beside it and have longer names, of ten digits.</summary>
    private const int LongestName = 10;

    /// <summary>
    /// Below the workspace, or where that path is too long in a new folder of the user's runtime folder, else of the one for temporary files.
    /// </summary>
    /// <exception cref="ReplicationException">HostSocketPathTooLong: none of them is short enough.</exception>
    public static string Choose(HostFolder folder)
    {
        if (SocketFolder.Choose(folder.Folder, new string('0', LongestName)) is { } chosen) return Path.Combine(chosen, Name);
        throw new ReplicationException(
            "HostSocketPathTooLong", folder.Workspace,
            $"Neither its path nor that of the folders for temporary files leaves room for a socket ({SocketFolder.LongestPath} bytes).",
            "a shorter path.", "Set XDG_RUNTIME_DIR or TMPDIR to a folder with a short path.");
    }

    /// <summary>
    /// For who has just got the lock: removes what a host that died has left. A copy of a workspace has the address of the original's host,
    /// whose socket is left alone.
    /// </summary>
    public static void RemoveStale(HostFolder folder)
    {
        foreach (string socket in Directory.EnumerateFiles(folder.Folder).Where(IsOfMount)) File.Delete(socket);
        if (HostAddress.Read(folder) is not { } left) return;
        HostAddress.Remove(folder);
        if (!IsAnswered(left)) Remove(folder, left);
    }

    /// <summary>Removes a socket that nobody listens on any more, and with the folder that was made for it those of mounts.</summary>
    public static void Remove(HostFolder folder, string socket)
    {
        if (File.Exists(socket)) File.Delete(socket);
        string parent = Path.GetDirectoryName(socket)!;
        if (parent == folder.Folder) return;
        if (Directory.Exists(parent)) foreach (string mount in Directory.EnumerateFiles(parent).Where(IsOfMount)) File.Delete(mount);
        SocketFolder.Remove(parent, folder.Folder);
    }

    private static bool IsAnswered(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool IsOfMount(string path) => Path.GetFileName(path) is { Length: LongestName } name && name.All(char.IsAsciiHexDigitLower);
}
