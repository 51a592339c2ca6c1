using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Replication.Core.Replicas;
using Replication.Remote.Tests.Support;
using Replication.Tests.Certificates;

namespace Replication.Remote.Tests;

/// <summary>
/// The drill between two sites: real programs, real certificates, two networks and a cable that is listened to and cut. Each test makes its own networks, and is skipped
/// where that is not possible.
/// </summary>
public sealed class BetweenSitesTests(ITestOutputHelper output)
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1";

    [Theory]
    [InlineData(LinkCut.Silence)]
    [InlineData(LinkCut.Reset)]
    public async Task INV_02_HVR_18_a_replication_that_is_cut_in_every_phase_ends_bit_exact_and_nothing_of_the_guest_is_on_the_wire(LinkCut how)
    {
        Assert.SkipUnless(Long, "Takes a minute or two: set REPLICATION_LONG_TESTS=1.");
        await using TwoSites sites = await TwoSites.StartAsync(faults: PhaseCuts.Faults);
        await using WireCapture capture = await sites.CaptureAsync("encrypted.pcap");
        await sites.ProtectAsync("web01", sites.WithGoodCertificate());
        var cuts = new PhaseCuts(sites, how);
        await cuts.RunAsync(["start", "web01"], "DescribeStore", "StartSnapshot", "ListPendingBlocks", "PutBlock", "CompleteSnapshot", "WriteManifest");
        await sites.AssertSameThereAsync("web01");
        await MarkedDisk.ChangeAsync(sites.DiskHere("web01"), 100);
        await cuts.RunAsync(["start", "web01"], "DescribeStore", "StartSnapshot", "ListBlocks", "ListGrains", "PutGrains", "PutBlock", "CompleteSnapshot", "WriteManifest");
        await sites.AssertSameThereAsync("web01");
        NotOnTheWire(await capture.EndAsync());
    }

    [Fact]
    public async Task INV_02_a_link_that_stays_cut_fails_the_verb_and_the_same_verb_goes_on()
    {
        Assert.SkipUnless(Long, "Takes half a minute: set REPLICATION_LONG_TESTS=1.");
        await using TwoSites sites = await TwoSites.StartAsync();
        await sites.ProtectAsync("web01", [.. sites.WithGoodCertificate(), "--patience", "1"]);
        await sites.Link.CutAsync(LinkCut.Reset);
        (int code, string text) = await sites.TryAsync("start", "web01");
        Assert.Equal(1, code);
        Assert.Contains("RemoteUnreachable", text, StringComparison.Ordinal);
        await sites.Link.HealAsync();
        await sites.RunAsync("start", "web01");
        await sites.AssertSameThereAsync("web01");
    }

    /// <summary>The search that finds nothing over TLS finds the guest where the server was told to do without.</summary>
    [Fact]
    public async Task HVR_17_what_is_not_encrypted_is_on_the_wire_and_is_said_to_be()
    {
        Assert.SkipUnless(Long, "Takes half a minute: set REPLICATION_LONG_TESTS=1.");
        await using TwoSites sites = await TwoSites.StartAsync(new ReplicaServerChange
        {
            Authentication = [ReplicaAuthentication.Certificate, ReplicaAuthentication.AccessKey],
            RequireEncryption = false,
        });
        await using WireCapture capture = await sites.CaptureAsync("clear.pcap");
        await sites.ProtectAsync("web01", "--url", $"http://{TwoNetworks.AddressThere}:{TwoSites.ClearPort}", "--keys", sites.Keys);
        await sites.RunAsync("start", "web01");
        await sites.AssertSameThereAsync("web01");
        int markers = MarkedDisk.Markers(await capture.EndAsync());
        output.WriteLine($"{markers} markers on the wire.");
        // Each page of noise has one, and few are cut by the end of a packet.
        Assert.True(markers > MarkedDisk.NoisePages / 2);
        Assert.Contains("in clear", await sites.ShowServerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HVR_16_HVR_32_every_wrong_certificate_is_refused_with_its_own_id_at_both_front_doors()
    {
        Assert.SkipUnless(Long, "Takes half a minute: set REPLICATION_LONG_TESTS=1.");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        await using TwoSites sites = await TwoSites.StartAsync();
        using var stranger = new TestAuthority(now, "stranger");
        string[] client = [TestAuthority.ClientUsage];
        (string Id, X509Certificate2 Certificate)[] wrong =
        [
            ("CertificateRejected.Untrusted", stranger.Issue(TwoSites.Primary, client)),
            ("CertificateRejected.Expired", sites.Authority.Issue(TwoSites.Primary, client, to: now.AddMinutes(-1))),
            ("CertificateRejected.NotYetValid", sites.Authority.Issue(TwoSites.Primary, client, from: now.AddHours(1))),
            ("CertificateRejected.WrongUsage", sites.Authority.Issue(TwoSites.Primary, [TestAuthority.ServerUsage])),
            ("CertificateRejected.Revoked", sites.Authority.Issue(TwoSites.Primary, client)),
            ("NotAuthorized", sites.Authority.Issue("hv2.contoso.com", client)),
        ];
        await sites.RevokeAsync(wrong.Single(item => item.Id.EndsWith("Revoked", StringComparison.Ordinal)).Certificate);
        foreach ((string id, X509Certificate2 certificate) in wrong)
        {
            Assert.Equal(id, ErrorOf(await sites.TestAsync($"{TwoSites.Address.Authority}", certificate)));
            await RefusedAsync(sites, id, sites.With(certificate));
            certificate.Dispose();
        }

        string other = $"{TwoNetworks.SecondAddressThere}:{TwoSites.Port}";
        Assert.Equal("CertificateRejected.NameMismatch", ErrorOf(await sites.TestAsync(other)));
        using X509Certificate2 good = sites.Authority.Issue(TwoSites.Primary, client);
        await RefusedAsync(sites, "CertificateRejected.NameMismatch", sites.With(good, new Uri($"https://{other}")));
        string strange = sites.PathOf("stranger.pem");
        await File.WriteAllTextAsync(strange, stranger.Certificate.ExportCertificatePem());
        Assert.Equal("CertificateRejected.Untrusted", ErrorOf(await sites.TestAsync(TwoSites.Address.Authority, trust: strange)));
        await RefusedAsync(sites, "CertificateRejected.Untrusted", sites.With(good, trust: strange));
        Assert.Null(await sites.TestAsync(TwoSites.Address.Authority));
        await sites.RunAsync(["site", "add", "good", "--kind", "remote", .. sites.With(good)]);
    }

    [Fact]
    public async Task HVR_14_a_port_that_is_closed_one_that_is_filtered_and_one_that_is_forbidden_are_told_apart()
    {
        Assert.SkipUnless(Long, "Takes half a minute: set REPLICATION_LONG_TESTS=1.");
        const int filtered = 9701;
        await using TwoSites sites = await TwoSites.StartAsync();
        await FoundAsync("PortClosed", "Port 9700 is refused: nothing listens there, or a firewall rejects it.", 9700);
        await sites.Link.FilterAsync(filtered, tells: false);
        await FoundAsync("PortClosed", "No answer on port 9701 for 10 s: filtered by a firewall, or the machine is down.", filtered);
        Assert.True(await sites.Link.MetAsync() > 0);
        await sites.Link.FilterAsync(filtered, tells: true);
        await FoundAsync("ReplicaUnreachable", "No route to host: there is no way to it, or a firewall on the way forbids port 9701.", filtered);
        Assert.True(await sites.Link.MetAsync() > 0);

        async Task FoundAsync(string id, string found, int port)
        {
            JsonElement? failed = await sites.TestAsync($"{TwoNetworks.AddressThere}:{port}");
            output.WriteLine($"{failed}");
            Assert.Equal((id, found), (ErrorOf(failed), failed!.Value.GetProperty("found").GetString()));
        }
    }

    private static string? ErrorOf(JsonElement? finding) => finding?.GetProperty("errorId").GetString();

    /// <summary>A site is not added behind a door that is not opened.</summary>
    private static async Task RefusedAsync(TwoSites sites, string id, string[] site)
    {
        (int code, string text) = await sites.TryAsync(["site", "add", "wrong", "--kind", "remote", .. site]);
        Assert.Equal(1, code);
        Assert.Contains($"error {id}:", text, StringComparison.Ordinal);
    }

    private void NotOnTheWire(byte[] wire)
    {
        output.WriteLine($"{wire.Length} bytes on the wire.");
        // Noise cannot be made shorter: what was replicated has passed here.
        Assert.True(wire.Length > MarkedDisk.Length / 2, "Not all has passed the cable that is listened to.");
        Assert.Equal(0, MarkedDisk.Markers(wire));
    }
}
