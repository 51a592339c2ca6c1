using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Replication.Core.Errors;

namespace Replication.Agent.Server.Hosting;

/// <summary>Turns addresses into Kestrel's endpoints. HTTP/1.1 only: it is all that the clients of these protocols speak.</summary>
internal static class ListenAddress
{
    public static Uri Parse(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) ? address : throw Invalid(text);

    public static void Apply(KestrelServerOptions kestrel, ServerOptions options)
    {
        foreach (Uri address in options.Listen)
        {
            bool tls = address.Scheme == Uri.UriSchemeHttps;
            if (tls && options.Certificate is null && options.Tls is null)
                throw new ReplicationException("CertificateMissing", address.ToString(), "There is no certificate for it.", "a certificate with its private key.", "Give --certificate.");
            kestrel.Listen(Host(address), address.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (!tls) return;
                if (options.Tls is { } each) listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = handshake => ValueTask.FromResult(each.OptionsFor(handshake.Connection)) });
                else listen.UseHttps(options.Certificate!);
            });
        }
    }

    public static IPAddress Host(Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps) throw Invalid(address.ToString());
        if (address.Host == "localhost") return IPAddress.Loopback;
        return IPAddress.TryParse(address.Host, out IPAddress? host) ? host : throw Invalid(address.ToString());
    }

    internal static ReplicationException Invalid(string address) => new(
        "ListenAddressInvalid", address, "It is not an address to listen on.", "http or https, an IP address or localhost, and a port, such as https://0.0.0.0:8443.");
}
