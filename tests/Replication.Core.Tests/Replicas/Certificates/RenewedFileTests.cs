using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;
using Replication.Tests.Certificates;

namespace Replication.Core.Tests.Replicas.Certificates;

public sealed class RenewedFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("replication-trust-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Renewed_files_are_read_again_and_broken_ones_leave_the_last_good_content()
    {
        string path = Path.Combine(_folder, "anchors.pem");
        using var first = new TestAuthority(Now, "first");
        using var second = new TestAuthority(Now, "second authority");
        File.WriteAllText(path, first.Certificate.ExportCertificatePem());
        var trust = new RenewedFile<CertificateTrust>(() => CertificateTrust.Load(path), path);
        CertificateTrust read = trust.Current;
        Assert.Equal("CN=first", Assert.Single(read.Anchors).Subject);
        Assert.Same(read, trust.Current);

        File.WriteAllText(path, "-----BEGIN CERTIFICATE-----\nhalf");
        Assert.Same(read, trust.Current);
        Assert.Equal("TrustFileInvalid", trust.Failure?.ErrorId);

        File.WriteAllText(path, first.Certificate.ExportCertificatePem() + "\n" + second.Certificate.ExportCertificatePem());
        Assert.Equal(["CN=first", "CN=second authority"], trust.Current.Anchors.Select(anchor => anchor.Subject));
        Assert.Null(trust.Failure);
    }

    [Fact]
    public void INV_10_files_that_never_could_be_read_are_refused()
    {
        string path = Path.Combine(_folder, "anchors.pem");
        var trust = new RenewedFile<CertificateTrust>(() => CertificateTrust.Load(path), path);
        Assert.Equal("TrustFileInvalid", Assert.Throws<ReplicationException>(() => trust.Current).ErrorId);
        File.WriteAllText(path, "nothing");
        Assert.Equal("TrustFileInvalid", Assert.Throws<ReplicationException>(() => trust.Current).ErrorId);
    }

    [Fact]
    public void Lists_and_anchors_are_read_in_either_encoding()
    {
        using var authority = new TestAuthority(Now);
        string anchors = Write("anchor.cer", authority.Certificate.RawData);
        byte[] list = authority.Revoke(Now.AddDays(1));
        string der = Write("list.crl", list);
        string pem = Path.Combine(_folder, "list.pem");
        File.WriteAllText(pem, System.Security.Cryptography.PemEncoding.WriteString("X509 CRL", list));
        CertificateTrust trust = CertificateTrust.Load(anchors, RevocationCheck.Lists, [der, pem]);
        Assert.Equal(2, trust.Lists.Count);
        Assert.All(trust.Lists, read => Assert.True(read.IsSignedBy(authority.Certificate)));
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
