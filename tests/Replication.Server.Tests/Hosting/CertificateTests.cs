using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Hosting;

public sealed class CertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-certificates-").FullName;
    private readonly X509Certificate2 _certificate = TestCertificate.Create();

    public void Dispose()
    {
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("secret")]
    public void A_pfx_file_is_read_with_its_password(string? password)
    {
        string file = Path.Combine(_folder, "server.pfx");
        File.WriteAllBytes(file, _certificate.Export(X509ContentType.Pkcs12, password));
        using OwnCertificate loaded = OwnCertificate.Load(file, password: password);
        Assert.True(loaded.Certificate.HasPrivateKey);
        Assert.Equal(_certificate.Thumbprint, loaded.Certificate.Thumbprint);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pem_files_are_read_with_the_key_in_one_file_or_two(bool together)
    {
        string file = Path.Combine(_folder, "server.pem");
        string keyFile = Path.Combine(_folder, "key.pem");
        string key = Key();
        File.WriteAllText(file, _certificate.ExportCertificatePem() + (together ? "\n" + key : ""));
        File.WriteAllText(keyFile, key);
        using OwnCertificate loaded = OwnCertificate.Load(file, together ? null : keyFile);
        Assert.True(loaded.Certificate.HasPrivateKey);
        Assert.Equal(_certificate.Thumbprint, loaded.Certificate.Thumbprint);
    }

    [Fact]
    public void INV_10_what_cannot_serve_is_refused_without_its_password()
    {
        string pfx = Path.Combine(_folder, "server.pfx");
        File.WriteAllBytes(pfx, _certificate.Export(X509ContentType.Pkcs12, "secret"));
        ReplicationException wrong = Assert.Throws<ReplicationException>(() => OwnCertificate.Load(pfx, password: "topsecret"));
        Assert.Equal("CertificateInvalid", wrong.ErrorId);
        Assert.DoesNotContain("topsecret", wrong.Message, StringComparison.Ordinal);
        string withoutKey = Path.Combine(_folder, "server.pem");
        File.WriteAllText(withoutKey, _certificate.ExportCertificatePem());
        Assert.Equal("CertificateInvalid", Assert.Throws<ReplicationException>(() => OwnCertificate.Load(withoutKey)).ErrorId);
    }

    private string Key()
    {
        using ECDsa key = _certificate.GetECDsaPrivateKey()!;
        // The key of a loaded PFX may be exported in encrypted form only; a copy is free of that.
        using ECDsa copy = ECDsa.Create();
        byte[] exported = key.ExportEncryptedPkcs8PrivateKey("copy", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1));
        copy.ImportEncryptedPkcs8PrivateKey("copy", exported, out _);
        return copy.ExportPkcs8PrivateKeyPem();
    }
}
