using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Replication.Tests.Certificates;

/// <summary>An authority that exists for one test: issues certificates, right and wrong ones, and lists of those that it takes back.</summary>
public sealed class TestAuthority : IDisposable
{
    public const string ClientUsage = "1.3.6.1.5.5.7.3.2";
    public const string ServerUsage = "1.3.6.1.5.5.7.3.1";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DateTimeOffset _now;

    public TestAuthority(DateTimeOffset now, string name = "test authority", TestAuthority? parent = null, TimeSpan? validity = null)
    {
        _now = now;
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        DateTimeOffset end = now + (validity ?? TimeSpan.FromDays(1000));
        Certificate = parent is null
            ? request.CreateSelfSigned(now.AddDays(-500), end)
            : request.Create(parent.Certificate, now.AddDays(-400), end, RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(_key);
    }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>With private key; the host goes into the common name and, unless told otherwise, into the alternative names.</summary>
    public X509Certificate2 Issue(
        string host, string[]? usages = null, DateTimeOffset? from = null, DateTimeOffset? to = null, string[]? alternativeNames = null, bool withoutUsage = false)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (string name in alternativeNames ?? [host])
        {
            if (IPAddress.TryParse(name, out IPAddress? address)) names.AddIpAddress(address);
            else names.AddDnsName(name);
        }

        if (alternativeNames is not []) request.CertificateExtensions.Add(names.Build());
        if (!withoutUsage)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
                [.. (usages ?? [ClientUsage, ServerUsage]).Select(usage => new Oid(usage))], critical: false));
        }

        using X509Certificate2 issued = request.Create(Certificate, from ?? _now.AddDays(-10), to ?? _now.AddDays(100), RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 keyed = issued.CopyWithPrivateKey(key);
        // The platform's TLS wants a key that was loaded, not one that lives with its maker.
        return X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>A list of this authority, in DER.</summary>
    public byte[] Revoke(DateTimeOffset nextUpdate, params X509Certificate2[] revoked) => Revoke(nextUpdate, _now.AddDays(-1), revoked);

    /// <summary>A list of this authority made at a given time, in DER.</summary>
    public byte[] Revoke(DateTimeOffset nextUpdate, DateTimeOffset thisUpdate, params X509Certificate2[] revoked)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (X509Certificate2 certificate in revoked) list.AddEntry(certificate, thisUpdate);
        return list.Build(Certificate, crlNumber: 1, nextUpdate, HashAlgorithmName.SHA256, thisUpdate: thisUpdate);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }
}
