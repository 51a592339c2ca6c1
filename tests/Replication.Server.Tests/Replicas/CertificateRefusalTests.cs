using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Certificates;
using Replication.Server.Tests.Support;
using Replication.Tests.Certificates;

namespace Replication.Server.Tests.Replicas;

public class CertificateRefusalTests
{
    private const string Primary = "hv1.contoso.com";

    [Theory]
    [InlineData("Missing")]
    [InlineData("WrongVersion")]
    [InlineData("WrongUsage")]
    [InlineData("NotYetValid")]
    [InlineData("Expired")]
    [InlineData("Untrusted")]
    [InlineData("NoName")]
    public async Task HVR_16_a_connection_with_a_wrong_certificate_is_told_why(string reason)
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        await lab.AuthorizeAsync("*.contoso.com", "production");
        await lab.ApplyAsync();
        DateTimeOffset now = lab.Time.GetUtcNow();
        using var stranger = new TestAuthority(now);
        using X509Certificate2? certificate = reason switch
        {
            "Missing" => null,
            "WrongVersion" => Version1Certificate.Create(lab.Authority.Certificate, Primary, now),
            "WrongUsage" => lab.Authority.Issue(Primary, [TestAuthority.ServerUsage]),
            "NotYetValid" => lab.Authority.Issue(Primary, from: now.AddHours(1)),
            "Expired" => lab.Authority.Issue(Primary, to: now.AddHours(-1)),
            "Untrusted" => stranger.Issue(Primary),
            _ => lab.Authority.Issue("HV1"),
        };
        ReplicaClient client = lab.Client(certificate);
        foreach (string path in (string[])["", "/access", "/server", "/snapshots"])
        {
            Answer answer = await client.SendAsync("GET", path);
            answer.Is(403, CertificateErrorIds.Prefix + reason);
        }

        Assert.Equal(4, lab.Listener.Traffic.Refusals[CertificateErrorIds.Prefix + reason]);
        Assert.Equal(200, (await lab.Client(Primary).SendAsync("GET", "")).Status);
    }

    [Fact]
    public async Task HVR_16_a_certificate_that_is_revoked_while_its_connection_lives_is_refused_from_the_next_list_on()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        using X509Certificate2 certificate = lab.Authority.Issue(Primary);
        string list = lab.PathOf("revoked.pem");
        Write([]);
        await lab.SetAsync(new ReplicaServerChange { Revocation = RevocationCheck.Lists, RevocationLists = [list] });
        await lab.AuthorizeAsync(Primary, "production");
        Assert.True(await lab.ApplyAsync());
        ReplicaClient client = lab.Client(certificate);
        Assert.Equal(200, (await client.SendAsync("GET", "")).Status);

        Write([certificate]);
        (await client.SendAsync("GET", "")).Is(403, "CertificateRejected.Revoked");
        lab.Time.Advance(TimeSpan.FromDays(2));
        (await client.SendAsync("GET", "")).Is(403, "CertificateRejected.RevocationListOutdated");

        void Write(X509Certificate2[] revoked) =>
            File.WriteAllText(list, PemEncoding.WriteString("X509 CRL", lab.Authority.Revoke(lab.Time.GetUtcNow().AddDays(1), revoked)));
    }

    [Fact]
    public async Task HVR_16_a_certificate_that_expires_while_its_connection_lives_is_refused()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        await lab.AuthorizeAsync(Primary, "production");
        await lab.ApplyAsync();
        using X509Certificate2 certificate = lab.Authority.Issue(Primary, to: lab.Time.GetUtcNow().AddHours(1));
        ReplicaClient client = lab.Client(certificate);
        Assert.Equal(200, (await client.SendAsync("GET", "")).Status);
        lab.Time.Advance(TimeSpan.FromMinutes(61));
        (await client.SendAsync("GET", "")).Is(403, "CertificateRejected.Expired");
    }

    [Fact]
    public async Task HVR_16_authorities_in_between_are_taken_from_the_handshake()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        await lab.AuthorizeAsync(Primary, "production");
        await lab.ApplyAsync();
        using var between = new TestAuthority(lab.Time.GetUtcNow(), "between", lab.Authority);
        using X509Certificate2 certificate = between.Issue(Primary);
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(between.Certificate.RawData);
        Assert.Equal(200, (await lab.Client(certificate, bare).SendAsync("GET", "")).Status);
        (await lab.Client(certificate).SendAsync("GET", "")).Is(403, "CertificateRejected.Untrusted");
    }

    [Fact]
    public async Task Renewed_certificates_serve_the_next_connection_and_a_broken_file_changes_nothing()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        ReplicaClient first = lab.Client(Primary);
        await first.SendAsync("GET", "");
        string renewed = lab.WriteCertificate("server.pfx", ReplicaLab.Host);
        ReplicaClient second = lab.Client(Primary);
        await second.SendAsync("GET", "");
        Assert.NotEqual(first.ServerThumbprint, second.ServerThumbprint);
        Assert.Equal(renewed, second.ServerThumbprint);

        await File.WriteAllTextAsync(lab.PathOf("server.pfx"), "half of a file");
        ReplicaClient third = lab.Client(Primary);
        await third.SendAsync("GET", "");
        Assert.Equal(renewed, third.ServerThumbprint);
        Assert.Equal("CertificateInvalid", Assert.Single(lab.Listener.Credentials.Failures).ErrorId);
    }
}
