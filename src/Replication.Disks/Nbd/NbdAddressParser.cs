using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Replication.Core.Disks;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>
/// Reads NBD URIs by RFC 3986 itself: the Uri class of the runtime normalises paths, and an export may be called "a/../b".
/// A parameter that is not known is refused, because it may be the one that makes the connection safe.
/// </summary>
internal static class NbdAddressParser
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static NbdAddress Parse(string text)
    {
        string scheme = DiskPath.UriScheme(text) ?? throw Invalid(text, "This is no NBD URI.");
        bool unix = scheme.EndsWith("+unix", StringComparison.Ordinal);
        string rest = text[(scheme.Length + 3)..];
        if (rest.Contains('#', StringComparison.Ordinal)) throw Invalid(text, "An NBD URI has no fragment; a # in a name is written %23.");

        (rest, string? query) = Split(rest, '?');
        (string authority, string? path) = Split(rest, '/');
        Dictionary<string, string> parameters = Parameters(text, query);
        var address = new NbdAddress { ExportName = ExportName(text, path ?? ""), Tls = scheme.StartsWith("nbds", StringComparison.Ordinal) };
        address = unix ? WithSocket(text, address, authority, parameters) : WithHost(text, address, authority);
        address = WithTls(text, address, parameters);
        return parameters.Count == 0
            ? address
            : throw Invalid(text, $"The parameter \"{parameters.Keys.First()}\" is not known{(unix ? "" : " for an address of this kind")}.");
    }

    private static NbdAddress WithHost(string text, NbdAddress address, string authority)
    {
        if (authority.Contains('@', StringComparison.Ordinal)) throw Invalid(text, "A user name is for TLS with shared keys, which is not supported.");
        string host = authority, port = "";
        if (authority.StartsWith('['))
        {
            int end = authority.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || !System.Net.IPAddress.TryParse(authority[1..end], out _)) throw Invalid(text, "The IPv6 address in brackets cannot be read.");
            host = authority[1..end];
            port = authority[(end + 1)..];
            if (port is not "" && port[0] != ':') throw Invalid(text, "Only a port may follow the bracket of an IPv6 address.");
            port = port.TrimStart(':');
        }
        else if (authority.IndexOf(':', StringComparison.Ordinal) is >= 0 and int colon)
        {
            host = authority[..colon];
            port = authority[(colon + 1)..];
        }

        if (host is "") throw Invalid(text, "The host is missing.");
        if (!authority.StartsWith('[') && Uri.CheckHostName(host) == UriHostNameType.Unknown) throw Invalid(text, $"\"{host}\" is no host name.");
        int number = NbdAddress.DefaultPort;
        if (port is not "" && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is > 0 and <= 65535))
        {
            throw Invalid(text, $"\"{port}\" is no port.");
        }

        return address with { Host = host, Port = number };
    }

    private static NbdAddress WithSocket(string text, NbdAddress address, string authority, Dictionary<string, string> parameters)
    {
        if (authority is not "")
        {
            throw Invalid(text, $"A Unix socket has no host, and the URI has \"{authority}\"; there are three slashes before the export's name.");
        }

        if (!parameters.Remove("socket", out string? socket) || socket is "") throw Invalid(text, "The parameter \"socket\" is missing.");
        bool isAbstract = socket.StartsWith(NbdAddress.AbstractPrefix, StringComparison.Ordinal);
        if (socket.IndexOf('\0', isAbstract ? 1 : 0) >= 0) throw Invalid(text, "The path of the socket contains NUL.");
        if (!isAbstract && !Path.IsPathFullyQualified(socket))
        {
            throw Invalid(text, "The path of the socket is relative: who opens it later may do so in another folder.");
        }

        try
        {
            _ = new UnixDomainSocketEndPoint(socket);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Invalid(text, "The path of the socket is longer than the operating system takes (107 bytes on Linux).");
        }

        return address with { SocketPath = socket };
    }

    private static NbdAddress WithTls(string text, NbdAddress address, Dictionary<string, string> parameters)
    {
        bool verify = true;
        string? first = parameters.Keys.FirstOrDefault(name => name.StartsWith("tls-", StringComparison.Ordinal));
        if (first is not null && !address.Tls)
        {
            throw Invalid(text, $"\"{first}\" is for TLS, and this scheme does without; nbds and nbds+unix are those with TLS.");
        }

        if (parameters.Remove("tls-type", out string? type) && type != "x509") throw Invalid(text, $"TLS of type \"{type}\" is not supported; x509 is.");
        if (parameters.Remove("tls-verify-peer", out string? value))
        {
            verify = value switch
            {
                "0" => false,
                "1" => true,
                _ => throw Invalid(text, $"\"tls-verify-peer\" is 0 or 1, not \"{value}\"."),
            };
        }

        parameters.Remove("tls-hostname", out string? hostname);
        parameters.Remove("tls-certificates", out string? folder);
        if (hostname is "" || folder is "") throw Invalid(text, "A parameter of TLS is empty.");
        return address with { TlsVerifyPeer = verify, TlsHostname = hostname, TlsCertificates = folder };
    }

    private static Dictionary<string, string> Parameters(string text, string? query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            (string name, string? value) = Split(part, '=');
            if (!parameters.TryAdd(Decode(text, name), Decode(text, value ?? ""))) throw Invalid(text, $"The parameter \"{name}\" appears twice.");
        }

        return parameters;
    }

    private static string ExportName(string text, string path)
    {
        string name = Decode(text, path);
        if (name.Contains('\0', StringComparison.Ordinal)) throw Invalid(text, "The export's name contains NUL.");
        return StrictUtf8.GetByteCount(name) <= NbdLimits.MaxText
            ? name
            : throw Invalid(text, $"The export's name is longer than {NbdLimits.MaxText} bytes.");
    }

    /// <summary>Percent-encoding, of UTF-8 and of nothing else: a name that is half decoded would be another name.</summary>
    private static string Decode(string text, string encoded)
    {
        byte[] source = StrictUtf8.GetBytes(encoded);
        var bytes = new List<byte>(source.Length);
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] != '%')
            {
                bytes.Add(source[i]);
                continue;
            }

            if (i + 2 >= source.Length || !byte.TryParse(source.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                throw Invalid(text, "A % is not followed by two hexadecimal digits.");
            }

            bytes.Add(value);
            i += 2;
        }

        try
        {
            return StrictUtf8.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid(text, "An encoded part is no UTF-8.");
        }
    }

    private static (string Before, string? After) Split(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and int at ? (text[..at], text[(at + 1)..]) : (text, null);

    private static DiskImageException Invalid(string text, string found) => new(
        NbdErrorIds.NbdUriInvalid, text, null, found, "nbd://HOST[:PORT]/EXPORT or nbd+unix:///EXPORT?socket=PATH, with nbds for TLS");
}
