using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Replication.Core.Errors;

namespace Replication.Remote.Authentication;

/// <summary>Which servers are believed: those of the authorities in a file, else those that the system trusts. Name and dates are checked either way.</summary>
internal sealed class ServerTrust
{
    private readonly X509Certificate2Collection? _authorities;

    private ServerTrust(X509Certificate2Collection? authorities) => _authorities = authorities;

    /// <summary>A private authority has no service that answers for revocations; where it has one its list is reached or the connection is not made.</summary>
    public X509RevocationMode Revocation => _authorities is null ? X509RevocationMode.Online : X509RevocationMode.NoCheck;

    /// <param name="path">PEM file of one or more authorities; null for the system's.</param>
    /// <exception cref="ReplicationException">TrustFileInvalid.</exception>
    public static ServerTrust Read(string? path)
    {
        if (path is null) return new ServerTrust(null);
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(path);
            return authorities.Count > 0 ? new ServerTrust(authorities) : throw Invalid(path, "It holds no certificate.");
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, error.Message);
        }
    }

    /// <summary>Null when the server is believed, else why not.</summary>
    public string? Refusal(X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (certificate is null) return "The server has no certificate.";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return $"Its certificate is for another host: {certificate.Subject}.";
        if (_authorities is null) return errors == SslPolicyErrors.None ? null : Words(presented);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = Revocation;
        // TLS web server authentication.
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        if (presented is not null) chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        using var server = new X509Certificate2(certificate);
        return chain.Build(server) ? null : Words(chain);
    }

    private static string Words(X509Chain? chain) => chain is { ChainStatus.Length: > 0 } known
        ? string.Join(" ", known.ChainStatus.Select(status => status.StatusInformation.Trim()))
        : "Its certificate leads to no authority that is trusted.";

    private static ReplicationException Invalid(string path, string found) => new("TrustFileInvalid", path, found, "a PEM file with the certificates of authorities.");
}
