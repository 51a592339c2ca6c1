using Replication.Core.Replicas;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Replicas;

public class AccessKeyTests
{
    private const string Keys = """
        {"keys": [
          {"accessKeyId": "AKHV1", "secretAccessKey": "secret-1", "primary": "HV1.contoso.com"},
          {"accessKeyId": "AKHV2", "secretAccessKey": "secret-2", "primary": "hv2.contoso.com", "trustGroup": "fabrikam"},
          {"accessKeyId": "AKNOBODY", "secretAccessKey": "secret-3"},
          {"accessKeyId": "AKADMIN", "secretAccessKey": "secret-4", "role": "Administrator"}
        ]}
        """;

    [Fact]
    public async Task HVR_32_a_key_is_good_for_the_authorization_of_its_primary()
    {
        await using ReplicaLab lab = await StartAsync(requireEncryption: true);
        Answer access = await lab.KeyClient("https", "AKHV1", "secret-1").SendAsync("GET", "/access");
        Assert.True(access.Status == 200, access.Text);
        Assert.Equal(("hv1.contoso.com", "contoso", "AccessKey", true), (
            access.Json.GetProperty("caller").GetString(), access.Json.GetProperty("trustGroup").GetString(), access.Json.GetProperty("authentication").GetString(),
            access.Json.GetProperty("encrypted").GetBoolean()));
        // Its own authorization says another group than its key does.
        (await lab.KeyClient("https", "AKHV2", "secret-2").SendAsync("GET", "/access")).Is(403, "NotAuthorized");
        (await lab.KeyClient("https", "AKNOBODY", "secret-3").SendAsync("GET", "/access")).Is(403, "NotAuthorized");
        (await lab.KeyClient("https", "AKHV1", "wrong").SendAsync("GET", "/access")).Is(403, "InvalidSignatureException");
        Assert.Equal(200, (await lab.KeyClient("https", "AKADMIN", "secret-4").SendAsync("GET", "/server")).Status);
        (await lab.KeyClient("https", "AKHV1", "secret-1").SendAsync("GET", "/server")).Is(403, "AdministratorOnly");
        (await lab.KeyClient("https", "AKADMIN", "secret-4").SendAsync("GET", "/snapshots")).Is(403, "AccessDeniedException");
    }

    [Fact]
    public async Task HVR_17_keys_in_clear_are_taken_where_encryption_is_not_required_and_shown_as_not_encrypted()
    {
        await using ReplicaLab lab = await StartAsync(requireEncryption: false);
        ReplicaClient clear = lab.KeyClient("http", "AKHV1", "secret-1");
        Assert.False((await clear.SendAsync("GET", "/access")).Json.GetProperty("encrypted").GetBoolean());
        Assert.False(Assert.Single(lab.Listener.Traffic.Activity).Encrypted);
        (await lab.PlainClient().SendAsync("GET", "/access")).Is(403, "AuthenticationNotAllowed");
    }

    [Fact]
    public async Task HVR_15_where_encryption_is_required_no_port_is_open_in_clear()
    {
        await using ReplicaLab lab = await StartAsync(requireEncryption: true);
        Assert.Equal("https", Assert.Single(lab.Listener.Addresses).Scheme);
    }

    [Fact]
    public async Task Renewed_keys_are_good_from_the_next_request_on()
    {
        await using ReplicaLab lab = await StartAsync(requireEncryption: true);
        ReplicaClient client = lab.KeyClient("https", "AKHV1", "secret-1");
        Assert.Equal(200, (await client.SendAsync("GET", "/access")).Status);
        await File.WriteAllTextAsync(lab.PathOf("keys.json"), Keys.Replace("AKHV1", "AKNEWER", StringComparison.Ordinal));
        (await client.SendAsync("GET", "/access")).Is(403, "UnrecognizedClientException");
        Assert.Equal(200, (await lab.KeyClient("https", "AKNEWER", "secret-1").SendAsync("GET", "/access")).Status);
    }

    private static async Task<ReplicaLab> StartAsync(bool requireEncryption)
    {
        ReplicaLab lab = await ReplicaLab.CreateAsync();
        await File.WriteAllTextAsync(lab.PathOf("keys.json"), Keys);
        await lab.EnableAsync(new ReplicaServerChange
        {
            Authentication = [ReplicaAuthentication.AccessKey, ReplicaAuthentication.Certificate],
            AccessKeys = lab.PathOf("keys.json"),
            RequireEncryption = requireEncryption,
        });
        await lab.AuthorizeAsync("*.contoso.com", "contoso");
        await lab.ListenAsync();
        return lab;
    }
}
