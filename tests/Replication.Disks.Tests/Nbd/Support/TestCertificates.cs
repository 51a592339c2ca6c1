using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Nbd;

/// <summary>An authority with a server (localhost, 127.0.0.1) and a client, as the folder of PEM files that NBD tools read.</summary>
internal sealed class TestCertificates
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);

    private readonly X509Certificate2 _authority;

    public TestCertificates(TempFolder folder, string name)
    {
        Folder = Directory.CreateDirectory(folder.File(name)).FullName;
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(From, From.AddDays(30));
        File.WriteAllText(Path.Combine(Folder, "ca-cert.pem"), _authority.ExportCertificatePem());
        Issue("server", "1.3.6.1.5.5.7.3.1");
        Issue("client", "1.3.6.1.5.5.7.3.2");
    }

    public string Folder { get; }

    private void Issue(string role, string purpose)
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={role}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(_authority, From, From.AddDays(20), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Path.Combine(Folder, $"{role}-cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(Folder, $"{role}-key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
