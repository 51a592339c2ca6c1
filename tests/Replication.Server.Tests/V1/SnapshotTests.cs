using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Replication.Conformance;
using Replication.Core.Snapshots;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.V1;

public class SnapshotTests
{
    private const long Length = 100L * BlockGeometry.BlockSize + 512;

    private static readonly byte[] Block = BlockPattern.Full(1);

    [Fact]
    public async Task INV_01_a_snapshot_of_exact_length_is_made_and_proved_by_its_root()
    {
        await using V1Server server = await V1Server.StartAsync();
        string id = await server.StartedAsync(new { length = Length, description = "d", tags = new { a = "b" } });
        Assert.Equal(201, (await server.PutAsync(id, 3, Block)).Status);
        var root = new RootDigest(Length);
        root.Add(3, BlockDigest.Compute(Block));
        BlockDigest expected = root.Finish();
        (await server.SendJsonAsync("POST", $"/snapshots/{id}/complete", new { changedBlocks = 1, expectedRoot = BlockDigest.Compute(Block).ToString() })).Is(409, "RootMismatch");
        (await server.SendJsonAsync("POST", $"/snapshots/{id}/complete", new { changedBlocks = 2 })).Is(409, "ChangedBlockCountMismatch");
        Answer completed = await server.SendJsonAsync("POST", $"/snapshots/{id}/complete", new { changedBlocks = 1, expectedRoot = expected.ToString() });
        Assert.Equal(200, completed.Status);
        Assert.Equal(expected.ToString(), completed.Json.GetProperty("root").GetString());
        Assert.Equal((Length, "completed"), (completed.Json.GetProperty("length").GetInt64(), completed.Json.GetProperty("state").GetString()));

        JsonElement described = (await server.SendAsync("GET", $"/snapshots/{id}")).Json;
        Assert.Equal("b", described.GetProperty("tags").GetProperty("a").GetString());
        JsonElement listed = JsonDocument.Parse(Assert.Single((await server.SendAsync("GET", "/snapshots")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal(id, listed.GetProperty("id").GetString());
        Answer read = await server.SendAsync("GET", $"/snapshots/{id}/blocks/3");
        Assert.Equal(Block, read.Body);
        Assert.Equal(BlockDigest.Compute(Block).ToString(), read.Headers["x-replication-digest"]);
        Assert.Equal(204, (await server.SendAsync("DELETE", $"/snapshots/{id}")).Status);
        (await server.SendAsync("GET", $"/snapshots/{id}")).Is(404, "SnapshotNotFound");
    }

    [Fact]
    public async Task Blocks_travel_compressed_both_ways()
    {
        await using V1Server server = await V1Server.StartAsync();
        byte[] block = Encoding.ASCII.GetBytes(new string('x', BlockGeometry.BlockSize));
        string id = await server.StartedAsync(new { length = Length });
        using var encoded = new MemoryStream();
        using (var encoder = new BrotliStream(encoded, CompressionLevel.Fastest, leaveOpen: true)) encoder.Write(block);
        Assert.Equal(201, (await server.PutAsync(id, 0, block, encoded.ToArray(), "br")).Status);
        await server.SendJsonAsync("POST", $"/snapshots/{id}/complete", new { changedBlocks = 1 });
        Answer read = await server.SendAsync("GET", $"/snapshots/{id}/blocks/0", null, ("Accept-Encoding", "br"));
        Assert.Equal("br", read.Headers["Content-Encoding"]);
        Assert.InRange(read.Body.Length, 1, 10_000);
        using var decoder = new BrotliStream(new MemoryStream(read.Body), CompressionMode.Decompress);
        using var decoded = new MemoryStream();
        decoder.CopyTo(decoded);
        Assert.Equal(block, decoded.ToArray());
    }

    [Fact]
    public async Task INV_12_a_block_of_another_digest_size_or_place_is_refused()
    {
        await using V1Server server = await V1Server.StartAsync();
        string id = await server.StartedAsync(new { length = Length });
        string digest = BlockDigest.Compute(Block).ToString();
        (await server.SendAsync("PUT", $"/snapshots/{id}/blocks/0", BlockPattern.Full(2), ("x-replication-digest", digest))).Is(400, "ChecksumMismatch");
        (await server.SendAsync("PUT", $"/snapshots/{id}/blocks/0", Block)).Is(400, "InvalidParameter");
        (await server.SendAsync("PUT", $"/snapshots/{id}/blocks/0", Block, ("x-replication-digest", "zz"))).Is(400, "InvalidParameter");
        (await server.SendAsync("PUT", $"/snapshots/{id}/blocks/0", new byte[5], ("x-replication-digest", digest))).Is(400, "BlockOutOfRange");
        (await server.SendAsync("PUT", $"/snapshots/{id}/blocks/0", new byte[BlockGeometry.BlockSize + 1], ("x-replication-digest", digest))).Is(413, "RequestEntityTooLargeException");
        (await server.PutAsync(id, 101, Block)).Is(400, "BlockOutOfRange");
        (await server.PutAsync(id, long.MaxValue, Block)).Is(400, "BlockOutOfRange");
        (await server.SendAsync("PUT", $"/snapshots/{id}/blocks/-1", Block, ("x-replication-digest", digest))).Is(400, "InvalidParameter");
        (await server.PutAsync("snap-00000000000000bad", 0, Block)).Is(404, "SnapshotNotFound");
        (await server.PutAsync("..%2f..", 0, Block)).Is(404, "SnapshotNotFound");
    }

    [Fact]
    public async Task INV_01_grains_are_put_on_the_parents_block_and_proved_by_the_whole()
    {
        await using V1Server server = await V1Server.StartAsync();
        string parent = (await server.Test.Store.MakeAsync(Length, null, (7, Block))).Id;
        string id = await server.StartedAsync(new { length = Length, parentId = parent });
        byte[] changed = BlockPattern.Changed(Block, 9, 2);
        byte[] grain = changed[(2 * BlockGeometry.GrainSize)..(3 * BlockGeometry.GrainSize)];
        Task<Answer> Patch(byte[] body, string parentDigest, string mask, byte[] result) => server.SendAsync(
            "PATCH", $"/snapshots/{id}/blocks/7", body, ("x-replication-parent-digest", parentDigest), ("x-replication-grains", mask),
            ("x-replication-digest", BlockDigest.Compute(result).ToString()));
        string right = BlockDigest.Compute(Block).ToString();
        (await Patch(grain, BlockDigest.Compute(grain).ToString(), "04", changed)).Is(400, "ChecksumMismatch");
        (await Patch(grain, right, "04", Block)).Is(400, "ChecksumMismatch");
        (await Patch(grain, right, "06", changed)).Is(400, "BlockOutOfRange");
        (await Patch(grain, right, "4", changed)).Is(400, "InvalidParameter");
        Assert.Equal(201, (await Patch(grain, right, "04", changed)).Status);
        await server.SendJsonAsync("POST", $"/snapshots/{id}/complete", new { changedBlocks = 1 });
        await server.Test.Store.HoldsAsync(id, new Dictionary<long, byte[]> { [7] = changed });
    }

    [Fact]
    public async Task Lists_of_blocks_are_records_of_index_and_digests()
    {
        await using V1Server server = await V1Server.StartAsync();
        string first = (await server.Test.Store.MakeAsync(Length, null, (0, Block), (5, BlockPattern.Full(2)))).Id;
        string second = (await server.Test.Store.MakeAsync(Length, first, (0, new byte[BlockGeometry.BlockSize]), (9, BlockPattern.Full(3)))).Id;
        byte[] D(int seed) => BlockDigest.Compute(BlockPattern.Full(seed)).ToByteArray();
        byte[] none = new byte[32];
        Assert.Equal((byte[])[.. Record(5, D(2)), .. Record(9, D(3))], (await server.SendAsync("GET", $"/snapshots/{second}/blocks")).Body);
        Assert.Equal(Record(9, D(3)), (await server.SendAsync("GET", $"/snapshots/{second}/blocks?start=6")).Body);
        Assert.Equal((byte[])[.. Record(0, D(1), none), .. Record(9, none, D(3))], (await server.SendAsync("GET", $"/snapshots/{second}/changes?from={first}")).Body);
        string pending = await server.StartedAsync(new { length = Length, parentId = second });
        await server.PutAsync(pending, 4, Block);
        await server.PutAsync(pending, 5, new byte[BlockGeometry.BlockSize]);
        Answer listed = await server.SendAsync("GET", $"/snapshots/{pending}/pending");
        Assert.Equal("application/vnd.replication.blocks", listed.Headers["Content-Type"]);
        Assert.Equal((byte[])[.. Record(4, D(1)), .. Record(5, none)], listed.Body);
        (await server.SendAsync("GET", $"/snapshots/{pending}/blocks")).Is(409, "SnapshotNotCompleted");
        (await server.SendAsync("GET", $"/snapshots/{second}/changes?from=snap-1")).Is(404, "SnapshotNotFound");
        Assert.Empty((await server.SendAsync("GET", $"/snapshots/{second}/blocks?start=100")).Body);
    }

    [Fact]
    public async Task Which_blocks_are_there_is_answered_by_bits()
    {
        await using V1Server server = await V1Server.StartAsync();
        string parent = (await server.Test.Store.MakeAsync(Length, null, (0, Block), (5, BlockPattern.Full(2)), (6, BlockPattern.Full(3)))).Id;
        string pending = await server.StartedAsync(new { length = Length, parentId = parent });
        await server.PutAsync(pending, 5, BlockPattern.Full(4));
        await server.PutAsync(pending, 9, BlockPattern.Full(5));
        byte[] D(int seed) => BlockDigest.Compute(BlockPattern.Full(seed)).ToByteArray();
        byte[] asked = [.. Record(0, D(1)), .. Record(1, new byte[32]), .. Record(5, D(2)), .. Record(6, D(3)), .. Record(7, D(1)), .. Record(8, D(0)), .. Record(9, D(5)), .. Record(10, D(1)), .. Record(50, D(0))];
        Assert.Equal((byte[])[0b0010_1111, 1], (await server.SendAsync("POST", $"/snapshots/{parent}/have", asked)).Body);
        Assert.Equal((byte[])[0b0110_1011, 1], (await server.SendAsync("POST", $"/snapshots/{pending}/have", asked)).Body);
        Assert.Empty((await server.SendAsync("POST", $"/snapshots/{parent}/have", [])).Body);
        (await server.SendAsync("POST", $"/snapshots/{parent}/have", new byte[41])).Is(400, "BodyMalformed");
        (await server.SendAsync("POST", $"/snapshots/{parent}/have", [.. Record(1, D(1)), .. Record(1, D(1))])).Is(400, "BodyMalformed");
        (await server.SendAsync("POST", $"/snapshots/{parent}/have", Record(-1, D(1)))).Is(400, "BodyMalformed");

        // Without its parent the content is still there, and cannot be asked for: nothing is claimed that is not known.
        await server.Test.Store.DeleteAsync(parent);
        Assert.Equal((byte[])[0b0100_0000, 0], (await server.SendAsync("POST", $"/snapshots/{pending}/have", asked)).Body);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"length":"5"}""")]
    [InlineData("""{"length":5,"lenght":6}""")]
    [InlineData("""{"length":99999999999999999999}""")]
    [InlineData("""{"length":5,"tags":{"a":null}}""")]
    [InlineData("""{"length":5,"description":"\ud800"}""")]
    [InlineData("null")]
    [InlineData("{")]
    public async Task A_start_that_is_not_understood_is_refused(string body)
    {
        await using V1Server server = await V1Server.StartAsync();
        Answer answer = await server.SendAsync("POST", "/snapshots", Encoding.UTF8.GetBytes(body));
        answer.Is(400, "BodyMalformed");
    }

    [Theory]
    [InlineData("""{"length":0}""", 400, "InvalidLength")]
    [InlineData("""{"length":-5}""", 400, "InvalidLength")]
    [InlineData("""{"length":5,"parentId":"snap-00000000000000bad"}""", 409, "ParentNotUsable")]
    [InlineData("""{"length":5,"tags":{"aws:ebs":"x"}}""", 400, "InvalidParameter")]
    public async Task A_start_that_cannot_be_is_refused(string body, int status, string code)
    {
        await using V1Server server = await V1Server.StartAsync();
        (await server.SendAsync("POST", "/snapshots", Encoding.UTF8.GetBytes(body))).Is(status, code);
    }

    [Fact]
    public async Task The_store_says_what_it_is_how_large_it_is_and_whether_it_is_intact()
    {
        await using V1Server server = await V1Server.StartAsync();
        string id = (await server.Test.Store.MakeAsync(Length, null, (0, Block))).Id;
        JsonElement store = (await server.SendAsync("GET", "")).Json;
        Assert.Equal((1, server.Test.Store.Id, true), (store.GetProperty("protocol").GetInt32(), store.GetProperty("storeId").GetString(), store.GetProperty("grains").GetBoolean()));
        JsonElement sizes = (await server.SendAsync("GET", "/statistics")).Json;
        Assert.Equal((Length, 1), (sizes.GetProperty("logicalBytes").GetInt64(), sizes.GetProperty("snapshots").GetInt32()));
        Assert.Equal(0, await DamagesAsync($"?snapshotId={id}"));

        string segment = Assert.Single(Directory.GetFiles(server.Test.StoreFolder, "*", SearchOption.AllDirectories), file => new FileInfo(file).Length >= BlockGeometry.BlockSize);
        await using (FileStream file = File.Open(segment, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = BlockGeometry.BlockSize / 2;
            file.WriteByte(0xAA);
            file.WriteByte(0x55);
        }

        Assert.True(await DamagesAsync("") > 0);
        Answer refused = await server.SendAsync("GET", $"/snapshots/{id}/blocks/0");
        refused.Is(500, "CorruptBlock");
        Assert.DoesNotContain(server.Test.StoreFolder, refused.Text, StringComparison.Ordinal);

        async Task<int> DamagesAsync(string query)
        {
            Answer answer = await server.SendAsync("POST", $"/verify{query}");
            string last = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
            return JsonDocument.Parse(last).RootElement.GetProperty("result").GetProperty("damageCount").GetInt32();
        }
    }

    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("POST", "/manifests")]
    [InlineData("DELETE", "/snapshots")]
    [InlineData("GET", "/snapshots/a/b/c/d")]
    public async Task What_is_no_operation_is_refused(string method, string path)
    {
        await using V1Server server = await V1Server.StartAsync();
        (await server.SendAsync(method, path)).Is(404, "UnknownOperationException");
    }

    private static byte[] Record(long index, params byte[][] digests)
    {
        var record = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(record, index);
        return [.. record, .. digests.SelectMany(digest => digest)];
    }
}
