using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Replication.Core.Errors;

namespace Replication.Disks.Nbd;

/// <summary>TLS with X.509 certificates on both sides, and the file names that NBD tools use for them.</summary>
public static class NbdTls
{
    private const string AuthorityFile = "ca-cert.pem";

    /// <summary>What a server shows, from <c>server-cert.pem</c> and <c>server-key.pem</c> of a folder.</summary>
    /// <exception cref="DiskImageException"><c>NbdTlsFailed</c>: a file is missing or is no certificate.</exception>
    public static X509Certificate2 LoadServerCertificate(string folder) => Load(folder, "server");

    /// <summary>The authorities of a folder's <c>ca-cert.pem</c>.</summary>
    /// <exception cref="DiskImageException"><c>NbdTlsFailed</c>: the file is missing or holds no certificate.</exception>
    public static X509Certificate2Collection LoadAuthorities(string folder)
    {
        string path = Path.Combine(folder, AuthorityFile);
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unreadable(path, e);
        }

        return authorities.Count > 0 ? authorities : throw Unreadable(path, null);
    }

    internal static async ValueTask<SslStream> ConnectAsync(Stream stream, NbdAddress address, NbdClientOptions options, CancellationToken cancellationToken)
    {
        string? folder = address.TlsCertificates;
        X509Certificate2Collection? authorities = options.TrustedAuthorities
            ?? (folder is not null && address.TlsVerifyPeer ? LoadAuthorities(folder) : null);
        X509Certificate2? own = options.ClientCertificate
            ?? (folder is not null && File.Exists(Path.Combine(folder, "client-cert.pem")) ? Load(folder, "client") : null);
        // A Unix socket has no host; who listens there under no name is meant to be this machine.
        string host = address.TlsHostname ?? address.Host ?? "localhost";
        var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    ClientCertificates = own is null ? null : [own],
                    CertificateChainPolicy = authorities is null ? null : Trusting(authorities),
                    RemoteCertificateValidationCallback = address.TlsVerifyPeer ? null : static (_, _, _, _) => true,
                },
                cancellationToken);
            return tls;
        }
        catch (Exception e)
        {
            await tls.DisposeAsync();
            if (e is AuthenticationException or IOException)
            {
                throw new DiskImageException(
                    NbdErrorIds.NbdTlsFailed, address.ToString(), null, $"TLS failed: {e.Message}",
                    $"a certificate for \"{host}\" of an authority that is trusted, and one of ours that the server accepts if it asks", e);
            }

            throw;
        }
    }

    internal static async ValueTask<SslStream> AcceptAsync(Stream stream, NbdServerTls settings, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = settings.Certificate,
                    ClientCertificateRequired = settings.ClientAuthorities is not null,
                    CertificateChainPolicy = settings.ClientAuthorities is null ? null : Trusting(settings.ClientAuthorities),
                },
                cancellationToken);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    /// <summary>Only these authorities; their lists of revoked certificates are nowhere to be had, as a rule of private ones.</summary>
    private static X509ChainPolicy Trusting(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static X509Certificate2 Load(string folder, string role)
    {
        string path = Path.Combine(folder, $"{role}-cert.pem");
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(path, Path.Combine(folder, $"{role}-key.pem"));
            // Windows wants the key in a store, not beside the certificate.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unreadable(path, e);
        }
    }

    private static DiskImageException Unreadable(string path, Exception? inner) => new(
        NbdErrorIds.NbdTlsFailed, path, null, $"The certificate cannot be read{(inner is null ? "." : $": {inner.Message}")}",
        "ca-cert.pem, and client-cert.pem with client-key.pem (a server: server-cert.pem with server-key.pem), in PEM", inner);
}
