using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Replication.Core.Catalog;
using Replication.Core.Errors;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Certificates;
using Replication.Core.Replicas.Remote;
using Replication.Core.Rules;
using Replication.Tests.Certificates;

namespace Replication.Server.Tests.Replicas;

/// <summary>The client's side: administration and test from afar, against a server that listens.</summary>
public class AdministrationTests
{
    private static readonly ReplicaHost Self = new("hv1", "", false);

    [Fact]
    public async Task HVR_21_an_administrator_sets_a_server_up_from_afar_and_every_change_is_audited_under_its_name()
    {
        await using ReplicaLab lab = await StartAsync();
        using var client = new ReplicaServerClient(Target(lab, "admin.contoso.com"), lab.Time);
        await client.SetAsync(new ReplicaServerChange { MaximumBytesPerSecond = 1_000_000 });
        await client.AddAuthorizationAsync(new AuthorizationChange { AllowedPrimaryServer = "*.fabrikam.com", ReplicaStorageLocation = lab.Location(), TrustGroup = "fabrikam" });
        await client.SetAuthorizationAsync("*.fabrikam.com", new AuthorizationChange { TrustGroup = "other" });
        ReplicaServerDocument document = await client.GetAsync();
        Assert.Equal(1_000_000, document.Settings.MaximumBytesPerSecond);
        Assert.Contains(document.Authorizations, entry => entry is { AllowedPrimaryServer: "*.fabrikam.com", TrustGroup: "other" });
        await client.RemoveAuthorizationAsync("*.fabrikam.com");
        Assert.DoesNotContain((await client.GetAsync()).Authorizations, entry => entry.AllowedPrimaryServer == "*.fabrikam.com");

        IReadOnlyList<AuditEntry> audit = await lab.AuditAsync();
        Assert.Equal(
            ["RemoveReplicationAuthorization", "SetReplicationAuthorization", "NewReplicationAuthorization", "SetReplicaServer"],
            audit.Where(entry => entry.Actor == "admin.contoso.com").Select(entry => entry.Verb));
    }

    [Fact]
    public async Task HVR_21_refusals_from_afar_are_those_of_the_rules()
    {
        await using ReplicaLab lab = await StartAsync();
        using var client = new ReplicaServerClient(Target(lab, "admin.contoso.com"), lab.Time);
        await RefusedAsync("EncryptionNeedsCertificate", () => client.SetAsync(new ReplicaServerChange { Authentication = [ReplicaAuthentication.Kerberos] }));
        await RefusedAsync("CertificateInvalid", () => client.SetAsync(new ReplicaServerChange { Certificate = lab.PathOf("nothing.pfx") }));
        await RefusedAsync("AuthorizationInvalid", () => client.AddAuthorizationAsync(new AuthorizationChange { AllowedPrimaryServer = "HV1", ReplicaStorageLocation = "/r", TrustGroup = "g" }));
        await RefusedAsync("AuthorizationNotFound", () => client.RemoveAuthorizationAsync("nobody.contoso.com"));
        using var primary = new ReplicaServerClient(Target(lab, "hv1.contoso.com"), lab.Time);
        await RefusedAsync("AdministratorOnly", () => primary.GetAsync());
        using var stranger = new ReplicaServerClient(Target(lab, "hv9.fabrikam.com"), lab.Time);
        await RefusedAsync("NotAuthorized", () => stranger.GetAsync());
    }

    [Fact]
    public async Task HVR_13_a_server_that_would_take_replicas_passes_every_step()
    {
        await using ReplicaLab lab = await StartAsync();
        IReadOnlyList<Finding> findings = await ProbeAsync(lab, Target(lab, "hv1.contoso.com"));
        Assert.DoesNotContain(findings, finding => finding.Status is FindingStatus.Failed or FindingStatus.Unknown);
        Assert.Equal(["HVR-13", "HVR-14", "HVR-18", "HVR-32", "HVR-33", "HVR-12", "HVR-13", "HVR-13", "HVR-17", "HVR-06"], findings.Select(finding => finding.RuleId));
    }

    [Fact]
    public async Task HVR_14_what_is_closed_is_named()
    {
        await using ReplicaLab lab = await StartAsync();
        ReplicaTarget target = Target(lab, "hv1.contoso.com");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        // Something listens and never says a word.
        await FailsAsync("TlsHandshakeFailed", lab, target with { Port = port, Timeout = TimeSpan.FromSeconds(1) });
        listener.Stop();
        await FailsAsync("PortClosed", lab, target with { Port = port });
        await FailsAsync("HostNotResolved", lab, target with { Host = "nowhere.invalid" });
        await FailsAsync("NotAuthorized", lab, Target(lab, "hv1.fabrikam.com"));
        await FailsAsync("NotAuthorized", lab, Target(lab, "admin.contoso.com"));
        await lab.SetAsync(new ReplicaServerChange { Enabled = false, RemoteAdministration = true });
        await lab.ApplyAsync();
        await FailsAsync("ReplicaServerDisabled", lab, target);
    }

    [Fact]
    public async Task HVR_16_both_sides_certificates_are_judged_by_the_same_rules()
    {
        await using ReplicaLab lab = await StartAsync();
        ReplicaTarget target = Target(lab, "hv1.contoso.com");
        using X509Certificate2 expired = lab.Authority.Issue("hv1.contoso.com", to: lab.Time.GetUtcNow().AddDays(-1));
        await FailsAsync("CertificateRejected.Expired", lab, target with { Certificate = Write(lab, "expired.pfx", expired) });
        using X509Certificate2 server = lab.Authority.Issue("hv1.contoso.com", [TestAuthority.ServerUsage]);
        await FailsAsync("CertificateRejected.WrongUsage", lab, target with { Certificate = Write(lab, "usage.pfx", server) });
        await FailsAsync("CertificateRejected.NameMismatch", lab, target with { Host = "localhost" });

        using var stranger = new TestAuthority(lab.Time.GetUtcNow());
        await File.WriteAllTextAsync(lab.PathOf("stranger.pem"), stranger.Certificate.ExportCertificatePem());
        await FailsAsync("CertificateRejected.Untrusted", lab, target with { TrustAnchors = lab.PathOf("stranger.pem") });

        using X509Certificate2 own = X509CertificateLoader.LoadPkcs12FromFile(lab.PathOf("server.pfx"), null);
        await File.WriteAllBytesAsync(lab.PathOf("revoked.crl"), lab.Authority.Revoke(lab.Time.GetUtcNow().AddDays(1), own));
        await FailsAsync("CertificateRejected.Revoked", lab, target with { Revocation = RevocationCheck.Lists, RevocationLists = [lab.PathOf("revoked.crl")] });
    }

    private static async Task<ReplicaLab> StartAsync()
    {
        ReplicaLab lab = await ReplicaLab.CreateAsync();
        await lab.EnableAsync();
        await lab.AuthorizeAsync("*.contoso.com", "contoso");
        await lab.Catalog.AddAuthorizationAsync("admin.contoso.com", AuthorizationRole.Administrator, null, null);
        await lab.ListenAsync();
        return lab;
    }

    private static ReplicaTarget Target(ReplicaLab lab, string host)
    {
        using X509Certificate2 certificate = lab.Authority.Issue(host);
        return new ReplicaTarget
        {
            // The certificate of the lab names the address.
            Host = "127.0.0.1",
            Port = lab.AddressOf("https").Port,
            Certificate = Write(lab, $"{host}.pfx", certificate),
            TrustAnchors = lab.PathOf("anchors.pem"),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    private static string Write(ReplicaLab lab, string name, X509Certificate2 certificate)
    {
        string path = lab.PathOf(name);
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12));
        return path;
    }

    private static Task<IReadOnlyList<Finding>> ProbeAsync(ReplicaLab lab, ReplicaTarget target) => new ReplicaProbe(target, Self, lab.Time) { LowFreeBytes = 0 }.RunAsync();

    private static async Task FailsAsync(string errorId, ReplicaLab lab, ReplicaTarget target)
    {
        IReadOnlyList<Finding> findings = await ProbeAsync(lab, target);
        Finding failed = findings.First(finding => finding.Status == FindingStatus.Failed);
        Assert.True(failed.ErrorId == errorId, $"{failed.ErrorId}: {failed.Found}");
        Assert.NotEmpty(failed.Fix);
    }

    private static async Task RefusedAsync(string errorId, Func<Task> call) =>
        Assert.Equal(errorId, (await Assert.ThrowsAsync<ReplicationException>(call)).ErrorId);
}
