using Replication.Conformance;
using Replication.Core.Fencing;
using Replication.Core.Snapshots;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.V1;

/// <summary>Two runs of one job write to a server; the older one was taken for dead.</summary>
public class EpochTests
{
    private const long Length = 4L * BlockGeometry.BlockSize;
    private const string Header = "x-replication-epoch";
    private const string Older = "10;job/1";
    private const string Newer = "11;job/2";

    private static readonly byte[] Block = BlockPattern.Full(1);
    private static readonly Dictionary<string, string> Tags = new() { [WriterScope.Tag] = "vm1" };

    [Fact]
    public async Task INV_02_what_an_older_run_sends_after_a_newer_one_has_begun_is_refused()
    {
        await using V1Server server = await V1Server.StartAsync();
        string id = await StartAsync(server, Older);
        Assert.Equal(201, (await PutAsync(server, id, 0, Older)).Status);
        Assert.Equal(id, await StartAsync(server, Newer));
        (await PutAsync(server, id, 1, Older)).Is(409, "StaleEpoch");
        (await SendAsync(server, "POST", $"/snapshots/{id}/complete", new { changedBlocks = 1 }, Older)).Is(409, "StaleEpoch");
        (await server.SendAsync("DELETE", $"/snapshots/{id}", null, (Header, Older))).Is(409, "StaleEpoch");
        (await server.SendAsync("PUT", "/manifests/points/vm1/p", Block, ("If-None-Match", "*"), (Header, Older))).Is(409, "StaleEpoch");

        Assert.Equal(201, (await PutAsync(server, id, 2, Newer)).Status);
        Assert.Equal(200, (await SendAsync(server, "POST", $"/snapshots/{id}/complete", new { changedBlocks = 2 }, Newer)).Status);
        Assert.Equal(201, (await server.SendAsync("PUT", "/manifests/points/vm1/p", Block, ("If-None-Match", "*"), (Header, Newer))).Status);
        await server.Test.Store.HoldsAsync(id, new Dictionary<long, byte[]> { [0] = Block, [2] = Block });
    }

    [Fact]
    public async Task Requests_of_one_connection_do_not_inherit_each_others_epoch()
    {
        await using V1Server server = await V1Server.StartAsync();
        string id = await StartAsync(server, Newer);
        Assert.Equal(201, (await PutAsync(server, id, 0, null)).Status);
        (await PutAsync(server, id, 0, Older)).Is(409, "StaleEpoch");
        Assert.Equal(201, (await PutAsync(server, id, 0, null)).Status);
    }

    [Theory]
    [InlineData("11")]
    [InlineData(";job/1")]
    [InlineData("-1;job/1")]
    [InlineData("99999999999999999999;job/1")]
    [InlineData("1;a b")]
    [InlineData("1;")]
    public async Task INV_10_an_epoch_that_is_none_is_refused(string epoch)
    {
        await using V1Server server = await V1Server.StartAsync();
        (await SendAsync(server, "POST", "/snapshots", new { length = Length, tags = Tags }, epoch)).Is(400, "InvalidParameter");
    }

    [Fact]
    public async Task An_epoch_that_is_not_signed_is_refused()
    {
        await using V1Server server = await V1Server.StartAsync();
        HttpRequestMessage request = server.Test.Request(HttpMethod.Delete, "/replication/v1/snapshots/snap-0123456789abcdef0", null, (Header, Newer));
        (await server.Test.SendAsync(request, server.Test.Signer("replication"))).Is(403, "InvalidSignatureException");
    }

    private static async Task<string> StartAsync(V1Server server, string epoch)
    {
        Answer answer = await SendAsync(server, "POST", "/snapshots", new { length = Length, clientToken = "t", tags = Tags }, epoch);
        Assert.True(answer.Status == 201, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    private static Task<Answer> PutAsync(V1Server server, string id, long block, string? epoch)
    {
        (string, string) digest = ("x-replication-digest", BlockDigest.Compute(Block).ToString());
        return epoch is null
            ? server.SendAsync("PUT", $"/snapshots/{id}/blocks/{block}", Block, digest)
            : server.SendAsync("PUT", $"/snapshots/{id}/blocks/{block}", Block, digest, (Header, epoch));
    }

    private static Task<Answer> SendAsync(V1Server server, string method, string path, object body, string epoch) =>
        server.SendAsync(method, path, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(body), (Header, epoch));
}
