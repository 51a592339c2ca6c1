using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Replication.Disks.Nbd;

/// <summary>
/// Where an export is: an NBD URI (doc/uri.md of the NetworkBlockDevice project). <c>nbd</c> and <c>nbd+unix</c> speak in
/// clear, never "if it can be had": whoever wants TLS says <c>nbds</c>, and then nothing else is accepted.
/// </summary>
public sealed record NbdAddress
{
    /// <summary>Assigned by IANA.</summary>
    public const int DefaultPort = 10809;

    internal const string AbstractPrefix = "\0";

    /// <summary>There is always a host or a socket.</summary>
    internal NbdAddress()
    {
    }

    /// <summary>Null for a Unix socket.</summary>
    public string? Host { get; init; }

    public int Port { get; init; } = DefaultPort;

    /// <summary>Full path, or a name in the abstract namespace of Linux, which begins with NUL. Null for TCP.</summary>
    public string? SocketPath { get; init; }

    /// <summary>Any text but NUL; the empty name is the server's default export.</summary>
    public string ExportName { get; init; } = "";

    public bool Tls { get; init; }

    /// <summary>The name that the server's certificate must have where it is not <see cref="Host"/>.</summary>
    public string? TlsHostname { get; init; }

    /// <summary>False only when the URI says so: then any certificate is taken, and the server may be anybody.</summary>
    public bool TlsVerifyPeer { get; init; } = true;

    /// <summary>Folder with <c>ca-cert.pem</c> and, where the server asks who connects, <c>client-cert.pem</c> and <c>client-key.pem</c>.</summary>
    public string? TlsCertificates { get; init; }

    /// <exception cref="Core.Errors.DiskImageException"><c>NbdUriInvalid</c>, with what is wrong.</exception>
    public static NbdAddress Parse(string text) => NbdAddressParser.Parse(text);

    public static NbdAddress Tcp(string host, int port = DefaultPort, string exportName = "") =>
        new() { Host = host, Port = port, ExportName = exportName };

    public static NbdAddress Unix(string socketPath, string exportName = "") => new() { SocketPath = socketPath, ExportName = exportName };

    /// <summary>The URI, which <see cref="Parse"/> reads again.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Tls ? "nbds" : "nbd");
        char separator = '?';
        if (SocketPath is null)
        {
            text.Append("://").Append(Host!.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host);
            if (Port != DefaultPort) text.Append(System.Globalization.CultureInfo.InvariantCulture, $":{Port}");
            text.Append('/').Append(Escape(ExportName));
        }
        else
        {
            text.Append("+unix:///").Append(Escape(ExportName));
            Add("socket", SocketPath);
        }

        if (TlsHostname is not null) Add("tls-hostname", TlsHostname);
        if (!TlsVerifyPeer) Add("tls-verify-peer", "0");
        if (TlsCertificates is not null) Add("tls-certificates", TlsCertificates);
        return text.ToString();

        void Add(string name, string value)
        {
            text.Append(separator).Append(name).Append('=').Append(Escape(value));
            separator = '&';
        }
    }

    internal EndPoint ToEndPoint() => SocketPath is null
        ? IPAddress.TryParse(Host, out IPAddress? address) ? new IPEndPoint(address, Port) : new DnsEndPoint(Host!, Port)
        : new UnixDomainSocketEndPoint(SocketPath);

    /// <summary>Slashes stay: they are legal in a path and in a query, and people read them better.</summary>
    private static string Escape(string text) => Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal);
}
