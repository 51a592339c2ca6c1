using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;

namespace Replication.Remote.Authentication;

/// <summary>Which servers are believed: those of the authorities in a file, by the rules that hold for both sides of a connection, else those that the system trusts.</summary>
internal sealed class ServerTrust
{
    private readonly CertificateTrust? _authorities;

    private ServerTrust(CertificateTrust? authorities) => _authorities = authorities;

    /// <summary>Of the system's authorities. Those of a file are looked up in lists of files, never over the network.</summary>
    public X509RevocationMode Revocation => _authorities is null ? X509RevocationMode.Online : X509RevocationMode.NoCheck;

    /// <param name="authorities">File of authorities, PEM or DER; null for the system's.</param>
    /// <param name="revocationLists">File of their revocation lists; null to look for none.</param>
    /// <exception cref="ReplicationException">TrustFileInvalid.</exception>
    public static ServerTrust Read(string? authorities, string? revocationLists = null) => new(
        authorities is null ? null
            : revocationLists is null ? CertificateTrust.Load(authorities)
            : CertificateTrust.Load(authorities, RevocationCheck.Lists, [revocationLists]));

    /// <summary>Null when the server is believed, else why not.</summary>
    public ReplicationException? Refusal(Uri address, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors, DateTimeOffset now)
    {
        using X509Certificate2? shown = certificate is null ? null : new X509Certificate2(certificate);
        if (_authorities is null) return errors == SslPolicyErrors.None ? null : NotTrusted(address, shown, errors, sent);
        try
        {
            CertificateVerifier.Require(shown, sent?.ChainPolicy.ExtraStore ?? [], CertificateUse.Server, _authorities, now);
        }
        catch (ReplicationException refused)
        {
            return refused;
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? new ReplicationException(
                CertificateErrorIds.NameMismatch, $"Certificate {shown!.Subject} ({shown.Thumbprint})", $"It is not for {address.Host}.",
                "a certificate with this host among its names.", "Compare the site's address with the certificate.")
            : null;
    }

    private static ReplicationException NotTrusted(Uri address, X509Certificate2? shown, SslPolicyErrors errors, X509Chain? chain) => new(
        CertificateErrorIds.Untrusted, $"Certificate {shown?.Subject} of {address.Host}",
        $"This system does not trust it ({errors}{string.Concat((chain?.ChainStatus ?? []).Select(status => $"; {status.StatusInformation.Trim()}"))}).",
        "a certificate of this host, from an authority that is trusted.", "Name the authority's certificate in the site's setting trust.");
}
