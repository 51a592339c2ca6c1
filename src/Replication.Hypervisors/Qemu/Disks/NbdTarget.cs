using System.Text.Json.Nodes;
using Replication.Core.Errors;

namespace Replication.Hypervisors.Qemu.Disks;

/// <summary>A disk that an NBD server has (doc/uri.md of the NBD project): nbd://HOST[:PORT]/EXPORT or nbd+unix:///EXPORT?socket=PATH.</summary>
internal static class NbdTarget
{
    private const int DefaultPort = 10809;

    public static bool IsUri(string path) =>
        path.StartsWith("nbd://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("nbd+unix://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The block node of the connection.</summary>
    /// <exception cref="ReplicationException">NbdUriInvalid.</exception>
    public static JsonObject Node(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed)) throw Invalid(uri, "It is no URI.");
        string export = Uri.UnescapeDataString(parsed.AbsolutePath.TrimStart('/'));
        JsonObject server;
        if (parsed.Scheme == "nbd+unix")
        {
            string socket = parsed.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("socket=", StringComparison.Ordinal))?["socket=".Length..]
                ?? throw Invalid(uri, "It names no socket.");
            server = new JsonObject { ["type"] = "unix", ["path"] = Uri.UnescapeDataString(socket) };
        }
        else
        {
            if (parsed.IdnHost.Length == 0) throw Invalid(uri, "It names no server.");
            int port = parsed.Port > 0 ? parsed.Port : DefaultPort;
            server = new JsonObject { ["type"] = "inet", ["host"] = parsed.IdnHost, ["port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        }

        return new JsonObject { ["driver"] = "nbd", ["server"] = server, ["export"] = export };
    }

    private static ReplicationException Invalid(string uri, string found) =>
        new("NbdUriInvalid", uri, found, "nbd://HOST[:PORT]/EXPORT or nbd+unix:///EXPORT?socket=PATH.");
}
