using Replication.Core.Replicas;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Replicas;

public class AuthorizationTests
{
    [Fact]
    public async Task HVR_32_named_primaries_are_let_in_and_no_other()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        ReplicationAuthorization entry = await lab.AuthorizeAsync("hv1.contoso.com", "production");
        await lab.AuthorizeAsync("*.fabrikam.com", "fabrikam");
        await lab.ApplyAsync();
        ReplicaClient named = lab.Client("hv1.contoso.com");
        Assert.Equal("production", (await AccessAsync(named)).GetProperty("trustGroup").GetString());
        Assert.Equal("fabrikam", (await AccessAsync(lab.Client("hv7.fabrikam.com"))).GetProperty("trustGroup").GetString());
        foreach (string other in (string[])["hv2.contoso.com", "fabrikam.com.evil.org", "a.hv7.fabrikam.com", "fabrikam.com"])
        {
            Answer refused = await lab.Client(other).SendAsync("GET", "/snapshots");
            refused.Is(403, "NotAuthorized");
            Assert.Contains($"'{other}' is not authorised on", refused.Json.GetProperty("Message").GetString(), StringComparison.Ordinal);
        }

        await lab.Catalog.RemoveAuthorizationAsync(entry);
        await lab.ApplyAsync();
        (await named.SendAsync("GET", "/snapshots")).Is(403, "NotAuthorized");
    }

    [Fact]
    public async Task HVR_32_any_authenticated_primary_may_be_let_in_and_unauthenticated_ones_never()
    {
        await using ReplicaLab lab = await ReplicaLab.CreateAsync();
        string location = lab.Location();
        await using ReplicaLab open = await ReplicaLab.StartAsync(new ReplicaServerChange { ReplicationAllowedFromAnyServer = true, DefaultStorageLocation = location });
        Assert.Equal("DEFAULT", (await AccessAsync(open.Client("anybody.example.org"))).GetProperty("trustGroup").GetString());
        (await open.Client(certificate: null).SendAsync("GET", "")).Is(403, "CertificateRejected.Missing");
    }

    [Fact]
    public async Task HVR_19_a_server_that_is_not_enabled_says_so_to_primaries_and_serves_administrators()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync(new ReplicaServerChange { Enabled = false, RemoteAdministration = true });
        await lab.AuthorizeAsync("hv1.contoso.com", "production");
        await lab.Catalog.AddAuthorizationAsync("admin.contoso.com", AuthorizationRole.Administrator, null, null);
        await lab.ApplyAsync();
        ReplicaClient primary = lab.Client("hv1.contoso.com");
        ReplicaClient administrator = lab.Client("admin.contoso.com");
        (await primary.SendAsync("GET", "")).Is(403, "ReplicaServerDisabled");
        Assert.Equal(200, (await administrator.SendAsync("GET", "/server")).Status);
        Assert.Equal(200, (await administrator.SendJsonAsync("PATCH", "/server", new { enabled = true })).Status);
        Assert.True(await lab.ApplyAsync());
        Assert.Equal(200, (await primary.SendAsync("GET", "")).Status);

        await lab.SetAsync(new ReplicaServerChange { Enabled = false, RemoteAdministration = false });
        Assert.False(await lab.ApplyAsync());
    }

    [Fact]
    public async Task HVR_33_a_location_that_is_not_there_is_not_made()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        await lab.AuthorizeAsync("hv1.contoso.com", "production", "share");
        Directory.Delete(lab.PathOf("share"));
        await lab.ApplyAsync();
        ReplicaClient client = lab.Client("hv1.contoso.com");
        (await client.SendAsync("GET", "")).Is(409, "StorageLocationRequired");
        Assert.False(Directory.Exists(lab.PathOf("share")));
        Directory.CreateDirectory(lab.PathOf("share"));
        Assert.Equal(200, (await client.SendAsync("GET", "")).Status);
    }

    [Fact]
    public async Task HVR_31_what_is_not_allowed_is_not_taken()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        ReplicaClient signing = lab.KeyClient("https", "AKHV1", "secret");
        Answer unknown = await signing.SendAsync("GET", "");
        Assert.Equal((403, "UnrecognizedClientException"), (unknown.Status, unknown.ErrorType));
        Assert.Single(lab.Listener.Addresses);
    }

    [Fact]
    public async Task HVR_17_kerberos_is_refused_where_it_is_not_allowed_and_never_pretended()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        (await lab.Client("hv1.contoso.com").SendAsync("GET", "/access", null, ("Authorization", "Negotiate YII="))).Is(403, "AuthenticationNotAllowed");
        await using ReplicaLab open = await ReplicaLab.StartAsync(
            new ReplicaServerChange { Authentication = [ReplicaAuthentication.Certificate, ReplicaAuthentication.Kerberos], RequireEncryption = false });
        (await open.PlainClient().SendAsync("GET", "/access", null, ("Authorization", "Negotiate YII="))).Is(403, "KerberosNotAvailable");
    }

    private static async Task<System.Text.Json.JsonElement> AccessAsync(ReplicaClient client)
    {
        Answer answer = await client.SendAsync("GET", "/access");
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json;
    }
}
