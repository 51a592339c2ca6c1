using System.Text;
using Replication.Core.Replicas;
using Replication.Core.Snapshots;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Replicas;

public class WireTests
{
    private static readonly byte[] Marker = Encoding.ASCII.GetBytes("MARKER-OF-A-GUEST-THAT-NOBODY-ELSE-MAY-READ");

    [Fact]
    public async Task HVR_18_nothing_of_a_guest_is_on_the_wire_with_certificates()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        await lab.AuthorizeAsync("hv1.contoso.com", "contoso");
        await lab.ApplyAsync();
        await using var wire = new WireRecorder(lab.AddressOf("https"));
        using var certificate = lab.Authority.Issue("hv1.contoso.com");
        using var client = new ReplicaClient(wire.Address, certificate, []);
        Assert.True((await client.SendAsync("GET", "/access")).Json.GetProperty("encrypted").GetBoolean());
        await ReplicateAsync(client);
        Assert.True(wire.Length > 2 * BlockGeometry.BlockSize, $"{wire.Length} bytes");
        Assert.False(wire.Contains(Marker));
        Assert.False(wire.Contains("/replication/v1"u8));
    }

    [Fact]
    public async Task HVR_17_in_clear_everybody_on_the_way_reads_the_guest_and_the_server_says_so()
    {
        await using ReplicaLab lab = await ReplicaLab.CreateAsync();
        await File.WriteAllTextAsync(lab.PathOf("keys.json"), """{"keys": [{"accessKeyId": "AKHV1", "secretAccessKey": "a-secret-of-the-key", "primary": "hv1.contoso.com"}]}""");
        await lab.EnableAsync(new ReplicaServerChange { Authentication = [ReplicaAuthentication.AccessKey], AccessKeys = lab.PathOf("keys.json"), RequireEncryption = false });
        await lab.AuthorizeAsync("hv1.contoso.com", "contoso");
        await lab.ListenAsync();
        await using var wire = new WireRecorder(lab.AddressOf("http"));
        using var client = new ReplicaClient(wire.Address, null, []) { Key = ("AKHV1", "a-secret-of-the-key", lab.Time) };
        Assert.False((await client.SendAsync("GET", "/access")).Json.GetProperty("encrypted").GetBoolean());
        await ReplicateAsync(client);
        Assert.True(wire.Contains(Marker));
        Assert.False(wire.Contains("a-secret-of-the-key"u8));
        Assert.False(Assert.Single(lab.Listener.Traffic.Activity).Encrypted);
    }

    private static async Task ReplicateAsync(ReplicaClient client)
    {
        var block = new byte[BlockGeometry.BlockSize];
        for (int at = 0; at + Marker.Length <= block.Length; at += Marker.Length) Marker.CopyTo(block, at);
        string id = await client.SnapshotAsync(block);
        Answer read = await client.SendAsync("GET", $"/snapshots/{id}/blocks/0");
        Assert.Equal(block, read.Body);
    }
}
