using System.Globalization;
using System.Text.Json.Nodes;
using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Hypervisors.Qemu.Disks;

/// <summary>A disk that an NBD server has (doc/uri.md of the NBD project): nbd://HOST[:PORT]/EXPORT or nbd+unix:///EXPORT?socket=PATH.</summary>
internal static class NbdTarget
{
    private const int DefaultPort = 10809;
    /// <summary>
    /// A server that goes away, such as a host that is killed, holds up the guest's requests until it is back; a guest that waits loses nothing.
    /// After this time they fail, and the guest sees errors.
    /// </summary>
    private static readonly TimeSpan ReconnectLimit = TimeSpan.FromDays(1);

    private const string SocketField = "socket=";

    /// <summary>The block node of the connection.</summary>
    /// <exception cref="ReplicationException">NbdUriInvalid.</exception>
    public static JsonObject Node(string uri)
    {
        if (DiskPath.UriScheme(uri) is not ("nbd" or "nbd+unix")) throw Invalid(uri, "A machine is not connected by TLS.");
        if (!Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed)) throw Invalid(uri, "It is no URI.");
        string export = Uri.UnescapeDataString(parsed.AbsolutePath.TrimStart('/'));
        JsonObject server;
        if (parsed.Scheme == "nbd+unix")
        {
            string socket = parsed.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith(SocketField, StringComparison.Ordinal))
                ?? throw Invalid(uri, "It names no socket.");
            server = new JsonObject { ["type"] = "unix", ["path"] = Uri.UnescapeDataString(socket[SocketField.Length..]) };
        }
        else
        {
            if (parsed.IdnHost.Length == 0) throw Invalid(uri, "It names no server.");
            int port = parsed.Port > 0 ? parsed.Port : DefaultPort;
            server = new JsonObject { ["type"] = "inet", ["host"] = parsed.IdnHost, ["port"] = port.ToString(CultureInfo.InvariantCulture) };
        }

        return new JsonObject
        {
            ["driver"] = "nbd",
            ["server"] = server,
            ["export"] = export,
            ["reconnect-delay"] = (long)ReconnectLimit.TotalSeconds,
        };
    }

    private static ReplicationException Invalid(string uri, string found) =>
        new("NbdUriInvalid", uri, found, "nbd://HOST[:PORT]/EXPORT or nbd+unix:///EXPORT?socket=PATH.");
}
