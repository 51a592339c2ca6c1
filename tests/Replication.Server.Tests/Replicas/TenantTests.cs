using System.Buffers.Binary;
using Replication.Core.Snapshots;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Replicas;

public class TenantTests
{
    [Fact]
    public async Task HVR_10_trust_groups_neither_see_nor_overwrite_each_other()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        await lab.AuthorizeAsync("hv1.contoso.com", "contoso");
        await lab.AuthorizeAsync("hv2.contoso.com", "Contoso");
        await lab.AuthorizeAsync("hv1.fabrikam.com", "fabrikam");
        await lab.ApplyAsync();
        ReplicaClient contoso = lab.Client("hv1.contoso.com");
        ReplicaClient colleague = lab.Client("hv2.contoso.com");
        ReplicaClient fabrikam = lab.Client("hv1.fabrikam.com");
        byte[] block = Block(1);
        string snapshot = await contoso.SnapshotAsync(block);
        string pending = await contoso.StartAsync(BlockGeometry.BlockSize, clientToken: "job-1");
        Assert.Equal(201, (await contoso.SendAsync("PUT", "/manifests/vms/web01", "{}"u8.ToArray(), ("If-None-Match", "*"))).Status);

        // Everything by which something could be named.
        Assert.Equal("", (await fabrikam.SendAsync("GET", "/snapshots")).Text);
        Assert.Empty((await fabrikam.SendAsync("GET", "/manifests")).Json.GetProperty("names").EnumerateArray());
        (await fabrikam.SendAsync("GET", "/manifests/vms/web01")).Is(404, "ManifestNotFound");
        foreach (string id in (string[])[snapshot, pending])
        {
            foreach (string path in (string[])[$"/snapshots/{id}", $"/snapshots/{id}/blocks", $"/snapshots/{id}/blocks/0", $"/snapshots/{id}/pending", $"/snapshots/{id}/changes?from={id}"])
                (await fabrikam.SendAsync("GET", path)).Is(404, "SnapshotNotFound");
            (await fabrikam.SendAsync("DELETE", $"/snapshots/{id}")).Is(404, "SnapshotNotFound");
            (await fabrikam.PutAsync(id, 0, block)).Is(404, "SnapshotNotFound");
            (await fabrikam.SendAsync("POST", $"/snapshots/{id}/have", Record(0, block))).Is(404, "SnapshotNotFound");
            (await fabrikam.SendJsonAsync("POST", "/snapshots", new { length = BlockGeometry.BlockSize, parentId = id })).Is(409, "ParentNotUsable");
        }

        // The same token and the same name are others' here, and nobody notices.
        Assert.NotEqual(pending, await fabrikam.StartAsync(BlockGeometry.BlockSize, clientToken: "job-1"));
        Assert.Equal(201, (await fabrikam.SendAsync("PUT", "/manifests/vms/web01", "[]"u8.ToArray(), ("If-None-Match", "*"))).Status);
        Assert.Equal("{}", (await contoso.SendAsync("GET", "/manifests/vms/web01")).Text);
        Assert.Equal(block, (await contoso.SendAsync("GET", $"/snapshots/{snapshot}/blocks/0")).Body);

        // Within a group they share.
        Assert.Equal(block, (await colleague.SendAsync("GET", $"/snapshots/{snapshot}/blocks/0")).Body);
        Assert.Equal(pending, await colleague.StartAsync(BlockGeometry.BlockSize, clientToken: "job-1"));
    }

    [Fact]
    public async Task HVR_10_what_a_block_is_known_for_is_asked_of_a_machines_own_snapshots_alone()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        await lab.AuthorizeAsync("hv1.contoso.com", "contoso");
        await lab.AuthorizeAsync("hv1.fabrikam.com", "fabrikam");
        await lab.ApplyAsync();
        ReplicaClient contoso = lab.Client("hv1.contoso.com");
        ReplicaClient fabrikam = lab.Client("hv1.fabrikam.com");
        byte[] secret = Block(7);
        string parent = await contoso.SnapshotAsync(secret);

        // Another tenant, and another machine of the same one, learn nothing of content that is there already.
        string foreign = await fabrikam.StartAsync(BlockGeometry.BlockSize);
        string neighbour = await contoso.StartAsync(BlockGeometry.BlockSize);
        Assert.Equal(0, (await fabrikam.SendAsync("POST", $"/snapshots/{foreign}/have", Record(0, secret))).Body[0]);
        Assert.Equal(0, (await contoso.SendAsync("POST", $"/snapshots/{neighbour}/have", Record(0, secret))).Body[0]);

        // The machine's next snapshot need not send it.
        string child = await contoso.StartAsync(BlockGeometry.BlockSize, parent);
        Assert.Equal(1, (await contoso.SendAsync("POST", $"/snapshots/{child}/have", Record(0, secret))).Body[0]);
    }

    [Fact]
    public async Task HVR_20_primaries_of_one_group_and_of_others_use_one_server_at_once()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        await lab.AuthorizeAsync("*.contoso.com", "contoso");
        await lab.AuthorizeAsync("*.fabrikam.com", "fabrikam", "elsewhere");
        await lab.ApplyAsync();
        string[] primaries = ["hv1.contoso.com", "hv2.contoso.com", "hv1.fabrikam.com"];
        string[] ids = await Task.WhenAll(primaries.Select((primary, i) => lab.Client(primary).SnapshotAsync(Block((byte)(i + 1)))));
        for (int i = 0; i < ids.Length; i++) Assert.Equal(Block((byte)(i + 1)), (await lab.Client(primaries[i]).SendAsync("GET", $"/snapshots/{ids[i]}/blocks/0")).Body);
        Assert.Equal(primaries.Order(StringComparer.Ordinal), lab.Listener.Traffic.Activity.Select(activity => activity.Primary));
        Assert.All(lab.Listener.Traffic.Activity, activity => Assert.True(activity is { Encrypted: true, ReceivedBytes: >= BlockGeometry.BlockSize, SentBytes: >= BlockGeometry.BlockSize }));
        Assert.Single(Directory.GetDirectories(lab.Location("elsewhere"), "trust-group-*"));
    }

    private static byte[] Block(byte content)
    {
        var block = new byte[BlockGeometry.BlockSize];
        new Random(content).NextBytes(block);
        return block;
    }

    private static byte[] Record(long index, byte[] block)
    {
        var record = new byte[40];
        BinaryPrimitives.WriteInt64LittleEndian(record, index);
        BlockDigest.Compute(block).WriteTo(record.AsSpan(8));
        return record;
    }
}
