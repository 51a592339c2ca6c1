using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;
using Replication.Tests.Certificates;

namespace Replication.Core.Tests.Replicas.Certificates;

public sealed class CertificateVerifierTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestAuthority _authority = new(Now);

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(CertificateUse.Client)]
    [InlineData(CertificateUse.Server)]
    public void HVR_16_a_certificate_of_a_trusted_authority_is_accepted_for_its_use(CertificateUse use)
    {
        using X509Certificate2 certificate = _authority.Issue("hv1.contoso.com", [use == CertificateUse.Client ? TestAuthority.ClientUsage : TestAuthority.ServerUsage]);
        Verify(certificate, use);
    }

    [Fact]
    public void HVR_16_no_certificate_is_refused() => Refused("CertificateRejected.Missing", null);

    [Fact]
    public void HVR_16_version_1_is_refused()
    {
        using X509Certificate2 old = Version1Certificate.Create(_authority.Certificate, "hv1.contoso.com", Now);
        Assert.Equal(1, old.Version);
        Refused("CertificateRejected.WrongVersion", old);
    }

    [Fact]
    public void HVR_16_a_certificate_for_another_use_is_refused()
    {
        using X509Certificate2 server = _authority.Issue("hv1.contoso.com", [TestAuthority.ServerUsage]);
        using X509Certificate2 anything = _authority.Issue("hv1.contoso.com", withoutUsage: true);
        Refused("CertificateRejected.WrongUsage", server);
        Refused("CertificateRejected.WrongUsage", anything);
        using X509Certificate2 client = _authority.Issue("hv1.contoso.com", [TestAuthority.ClientUsage]);
        Refused("CertificateRejected.WrongUsage", client, use: CertificateUse.Server);
    }

    [Fact]
    public void HVR_16_an_expired_certificate_is_refused_and_one_that_is_not_valid_yet()
    {
        using X509Certificate2 expired = _authority.Issue("hv1.contoso.com", from: Now.AddDays(-2), to: Now.AddSeconds(-1));
        using X509Certificate2 early = _authority.Issue("hv1.contoso.com", from: Now.AddSeconds(1));
        Refused("CertificateRejected.Expired", expired);
        Refused("CertificateRejected.NotYetValid", early);
    }

    [Fact]
    public void HVR_16_another_authority_is_not_trusted_even_when_it_has_the_same_name()
    {
        using var other = new TestAuthority(Now);
        using X509Certificate2 foreign = other.Issue("hv1.contoso.com");
        Refused("CertificateRejected.Untrusted", foreign);
    }

    [Fact]
    public void HVR_16_an_authority_in_between_is_found_among_what_was_sent()
    {
        using var between = new TestAuthority(Now, "between", _authority);
        using X509Certificate2 certificate = between.Issue("hv1.contoso.com");
        CertificateVerifier.Require(certificate, [between.Certificate], CertificateUse.Client, Trust(), Now);
        Refused("CertificateRejected.Untrusted", certificate);
    }

    [Fact]
    public void HVR_16_an_authority_that_expired_ends_what_it_issued()
    {
        using var between = new TestAuthority(Now, "between", _authority, TimeSpan.FromDays(1));
        using X509Certificate2 certificate = between.Issue("hv1.contoso.com", to: Now.AddHours(20));
        using X509Certificate2 longer = new CertificateRequest("CN=hv1.contoso.com", certificate.GetECDsaPrivateKey()!, HashAlgorithmName.SHA256)
            .WithExtensions(certificate).Create(_authority.Certificate, Now.AddDays(-1), Now.AddDays(50), [1, 2, 3]);
        Verify(longer, CertificateUse.Client);
        ReplicationException refused = Assert.Throws<ReplicationException>(
            () => CertificateVerifier.Require(certificate, [between.Certificate], CertificateUse.Client, Trust(), Now.AddDays(2)));
        Assert.Equal("CertificateRejected.Expired", refused.ErrorId);
    }

    [Fact]
    public void HVR_16_a_leaf_that_signs_is_no_authority()
    {
        using X509Certificate2 leaf = _authority.Issue("hv1.contoso.com");
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new CertificateRequest("CN=hv2.contoso.com", key, HashAlgorithmName.SHA256).WithExtensions(leaf);
        using X509Certificate2 forged = request.Create(
            leaf.SubjectName, X509SignatureGenerator.CreateForECDsa(leaf.GetECDsaPrivateKey()!), Now.AddDays(-1), Now.AddDays(1), [9]);
        ReplicationException refused = Assert.Throws<ReplicationException>(
            () => CertificateVerifier.Require(forged, [leaf], CertificateUse.Client, Trust(), Now));
        Assert.Equal("CertificateRejected.Untrusted", refused.ErrorId);
    }

    [Fact]
    public void HVR_16_a_revoked_certificate_is_refused_and_its_neighbour_is_not()
    {
        using X509Certificate2 good = _authority.Issue("hv1.contoso.com");
        using X509Certificate2 stolen = _authority.Issue("hv2.contoso.com");
        CertificateTrust trust = Trust(RevocationList.Parse(_authority.Revoke(Now.AddDays(1), stolen)));
        CertificateVerifier.Require(good, [], CertificateUse.Client, trust, Now);
        Refused("CertificateRejected.Revoked", stolen, trust);
    }

    [Fact]
    public void HVR_16_a_revoked_authority_ends_what_it_issued()
    {
        using var between = new TestAuthority(Now, "between", _authority);
        using X509Certificate2 certificate = between.Issue("hv1.contoso.com");
        CertificateTrust trust = Trust(
            RevocationList.Parse(_authority.Revoke(Now.AddDays(1), between.Certificate)), RevocationList.Parse(between.Revoke(Now.AddDays(1))));
        ReplicationException refused = Assert.Throws<ReplicationException>(
            () => CertificateVerifier.Require(certificate, [between.Certificate], CertificateUse.Client, trust, Now));
        Assert.Equal("CertificateRejected.Revoked", refused.ErrorId);
        Assert.Contains("CN=between", refused.Target, StringComparison.Ordinal);
    }

    [Fact]
    public void HVR_16_without_a_list_that_is_signed_and_up_to_date_nothing_is_known_to_be_good()
    {
        using var other = new TestAuthority(Now);
        using X509Certificate2 certificate = _authority.Issue("hv1.contoso.com");
        Refused("CertificateRejected.RevocationUnknown", certificate, new CertificateTrust([_authority.Certificate], RevocationCheck.Lists));
        Refused("CertificateRejected.RevocationListOutdated", certificate, Trust(RevocationList.Parse(_authority.Revoke(Now.AddSeconds(-1), Now.AddDays(-3)))));
        Refused("CertificateRejected.RevocationListInvalid", certificate, Trust(RevocationList.Parse(other.Revoke(Now.AddDays(1)))));
        // A forged list beside the true one changes nothing.
        using X509Certificate2 stolen = _authority.Issue("hv2.contoso.com");
        Refused(
            "CertificateRejected.Revoked", stolen,
            Trust(RevocationList.Parse(other.Revoke(Now.AddDays(9), Now)), RevocationList.Parse(_authority.Revoke(Now.AddDays(1), stolen))));
    }

    [Fact]
    public void HVR_16_of_two_lists_the_newer_one_counts()
    {
        using X509Certificate2 stolen = _authority.Issue("hv2.contoso.com");
        CertificateTrust trust = Trust(
            RevocationList.Parse(_authority.Revoke(Now.AddDays(1), Now.AddDays(-2))), RevocationList.Parse(_authority.Revoke(Now.AddDays(1), Now.AddDays(-1), stolen)));
        Refused("CertificateRejected.Revoked", stolen, trust);
    }

    [Fact]
    public void HVR_16_a_list_that_was_changed_or_is_no_complete_one_is_not_taken()
    {
        byte[] list = _authority.Revoke(Now.AddDays(1));
        Assert.Throws<CryptographicException>(() => RevocationList.Parse(list[..^1]));
        Assert.Throws<CryptographicException>(() => RevocationList.Parse([.. list, 0]));
        Assert.Throws<CryptographicException>(() => RevocationList.Parse(_authority.Certificate.RawData));
        list[^1] ^= 1;
        Assert.False(RevocationList.Parse(list).IsSignedBy(_authority.Certificate));
        Assert.Throws<CryptographicException>(() => RevocationList.Parse(CriticalList.Create(_authority, Now)));
    }

    [Fact]
    public void HVR_16_a_server_must_have_the_name_by_which_it_was_called()
    {
        using X509Certificate2 certificate = _authority.Issue("replica.contoso.com");
        CertificateNames.RequireHost(certificate, "replica.contoso.com");
        CertificateNames.RequireHost(certificate, "REPLICA.contoso.com");
        ReplicationException refused = Assert.Throws<ReplicationException>(() => CertificateNames.RequireHost(certificate, "other.contoso.com"));
        Assert.Equal("CertificateRejected.NameMismatch", refused.ErrorId);
        using X509Certificate2 common = _authority.Issue("replica.contoso.com", alternativeNames: []);
        Assert.Throws<ReplicationException>(() => CertificateNames.RequireHost(common, "replica.contoso.com"));
    }

    [Fact]
    public void HVR_16_a_primary_is_who_its_certificate_names()
    {
        using X509Certificate2 several = _authority.Issue("ignored.contoso.com", alternativeNames: ["HV1.Contoso.com", "xn--bcher-kva.example", "*.contoso.com", "10.0.0.1", "netbios"]);
        Assert.Equal(["hv1.contoso.com", "xn--bcher-kva.example"], CertificateNames.Of(several));
        using X509Certificate2 common = _authority.Issue("hv1.contoso.com", alternativeNames: []);
        Assert.Equal(["hv1.contoso.com"], CertificateNames.Of(common));
    }

    private CertificateTrust Trust(params RevocationList[] lists) =>
        new([_authority.Certificate], lists.Length > 0 ? RevocationCheck.Lists : RevocationCheck.None, lists);

    private void Verify(X509Certificate2? certificate, CertificateUse use, CertificateTrust? trust = null) =>
        CertificateVerifier.Require(certificate, [], use, trust ?? Trust(), Now);

    private void Refused(string errorId, X509Certificate2? certificate, CertificateTrust? trust = null, CertificateUse use = CertificateUse.Client)
    {
        ReplicationException refused = Assert.Throws<ReplicationException>(() => Verify(certificate, use, trust));
        Assert.Equal(errorId, refused.ErrorId);
        if (certificate is not null) Assert.Contains(certificate.Thumbprint, refused.Target, StringComparison.Ordinal);
    }
}
