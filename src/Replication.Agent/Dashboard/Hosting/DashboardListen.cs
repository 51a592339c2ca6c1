using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Replication.Agent.Server.Hosting;
using Replication.Core.Errors;

namespace Replication.Agent.Dashboard.Hosting;

/// <summary>Where a dashboard may listen: on this machine as it likes, elsewhere encrypted and with users.</summary>
internal static class DashboardListen
{
    public static bool IsLoopback(Uri address) => address.Host == "localhost" || (HostOf(address) is { } host && IPAddress.IsLoopback(host));

    /// <exception cref="ReplicationException">ListenAddressInvalid, CertificateMissing, DashboardNotEncrypted, DashboardUsersMissing.</exception>
    public static void Require(DashboardOptions options)
    {
        foreach (Uri address in options.Listen)
        {
            bool tls = address.Scheme == Uri.UriSchemeHttps;
            if ((!tls && address.Scheme != Uri.UriSchemeHttp) || (address.Host != "localhost" && HostOf(address) is null)) throw ListenAddress.Invalid(address.ToString());
            if (tls && options.Certificate is null)
                throw new ReplicationException("CertificateMissing", address.ToString(), "There is no certificate for it.", "a certificate with its private key.", "Give --certificate.");
            if (!tls && !IsLoopback(address) && !options.AllowPlainHttp)
            {
                throw new ReplicationException(
                    "DashboardNotEncrypted", address.ToString(), "Others can reach this address, and passwords would travel unencrypted.", "https, or a loopback address.",
                    "Give an https address and --certificate; or --allow-plain-http where something in between encrypts.");
            }
        }

        if (options.NeedsSignInToRead && options.Users.Read().Count == 0)
        {
            throw new ReplicationException(
                "DashboardUsersMissing", options.Users.Path, "There are no users, and nobody could see the dashboard.", "at least one user.",
                "Add one: replication dashboard user add NAME.");
        }
    }

    public static void Apply(KestrelServerOptions kestrel, DashboardOptions options)
    {
        foreach (Uri address in options.Listen)
        {
            kestrel.Listen(address.Host == "localhost" ? IPAddress.Loopback : HostOf(address)!, address.Port, listen =>
            {
                bool tls = address.Scheme == Uri.UriSchemeHttps;
                // A browser gives a site six connections of HTTP/1.1, and each live page takes one.
                listen.Protocols = tls ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
                if (tls) listen.UseHttps(options.Certificate!);
            });
        }
    }

    private static IPAddress? HostOf(Uri address) => IPAddress.TryParse(address.DnsSafeHost, out IPAddress? host) ? host : null;
}
