using System.Globalization;
using System.Text.Json;
using Replication.Agent.Server.EbsDirect;
using Replication.Conformance;
using Replication.Core.Snapshots;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Ebs;

public class BlockTests
{
    private const string Unknown = "snap-00000000000000bad";

    private static readonly byte[] Block = BlockPattern.Full(1);

    [Fact]
    public async Task INV_01_what_was_put_is_got_bit_for_bit_with_its_checksum()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.MadeAsync(null, (0, Block), (7, BlockPattern.OneGrain(2, 3)), (2047, BlockPattern.Full(3)));
        Answer got = await server.GetAsync(id, "7", await server.TokenAsync(id, 7));
        Assert.Equal(200, got.Status);
        Assert.Equal(BlockPattern.OneGrain(2, 3), got.Body);
        Assert.Equal(BlockDigest.Compute(got.Body).ToBase64(), got.Headers["x-amz-Checksum"]);
        Assert.Equal("SHA256", got.Headers["x-amz-Checksum-Algorithm"]);
        Assert.Equal("524288", got.Headers["x-amz-Data-Length"]);
    }

    [Fact]
    public async Task INV_01_concurrent_puts_and_gets_are_bit_exact()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.StartedAsync(new { VolumeSize = 1 });
        int[] indexes = [.. Enumerable.Range(0, 64).Select(i => i * 31)];
        new Random(3).Shuffle(indexes);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        await Parallel.ForEachAsync(indexes, parallel, async (index, _) => Assert.Equal(201, (await server.PutAsync(id, $"{index}", BlockPattern.Full(index + 1))).Status));
        Assert.Equal(202, (await server.CompleteAsync(id, indexes.Length)).Status);
        Answer listed = await server.SendAsync(HttpMethod.Get, $"/snapshots/{id}/blocks");
        var tokens = listed.Json.GetProperty("Blocks").EnumerateArray().ToDictionary(
            block => block.GetProperty("BlockIndex").GetInt32(), block => block.GetProperty("BlockToken").GetString()!);
        Assert.Equal(indexes.Order(), tokens.Keys);
        await Parallel.ForEachAsync(indexes, parallel, async (index, _) => Assert.Equal(BlockPattern.Full(index + 1), (await server.GetAsync(id, $"{index}", tokens[index])).Body));
    }

    [Fact]
    public async Task A_put_answers_with_the_checksum_it_verified_and_may_be_unsigned()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.StartedAsync(new { VolumeSize = 1 });
        HttpRequestMessage request = server.Test.Request(
            HttpMethod.Put, $"/snapshots/{id}/blocks/5", Block, ("x-amz-Data-Length", "524288"), ("x-amz-Progress", "50"),
            ("x-amz-Checksum", BlockDigest.Compute(Block).ToBase64()), ("x-amz-Checksum-Algorithm", "SHA256"));
        Answer answer = await server.Test.SendAsync(request, payload: "UNSIGNED-PAYLOAD");
        Assert.Equal((201, BlockDigest.Compute(Block).ToBase64()), (answer.Status, answer.Headers["x-amz-Checksum"]));
        Assert.Equal([new SnapshotBlock(5, BlockDigest.Compute(Block))], await StoreAssertions.ToListAsync(server.Test.Store.ListPendingBlocksAsync(id)));
    }

    [Theory]
    [InlineData("-1", "INVALID_BLOCK")]
    [InlineData("2048", "INVALID_BLOCK")]
    [InlineData("2147483648", "INVALID_BLOCK")]
    [InlineData("99999999999999999999999", "INVALID_BLOCK")]
    [InlineData("0x1", "INVALID_BLOCK")]
    [InlineData("%31a", "INVALID_BLOCK")]
    public async Task INV_12_a_block_outside_of_the_volume_is_refused(string index, string reason)
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.StartedAsync(new { VolumeSize = 1 });
        (await server.PutAsync(id, index, Block)).Is(400, "ValidationException", reason);
        Assert.Empty(await StoreAssertions.ToListAsync(server.Test.Store.ListPendingBlocksAsync(id)));
    }

    [Theory]
    [InlineData("x-amz-Checksum", "", "INVALID_PARAMETER_VALUE")]
    [InlineData("x-amz-Checksum", "AAAA", "INVALID_PARAMETER_VALUE")]
    [InlineData("x-amz-Checksum", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "INVALID_PARAMETER_VALUE")]
    [InlineData("x-amz-Checksum-Algorithm", "", "INVALID_PARAMETER_VALUE")]
    [InlineData("x-amz-Checksum-Algorithm", "MD5", "INVALID_PARAMETER_VALUE")]
    [InlineData("x-amz-Data-Length", "", "INVALID_PARAMETER_VALUE")]
    [InlineData("x-amz-Data-Length", "524287", "INVALID_PARAMETER_VALUE")]
    [InlineData("x-amz-Progress", "101", "INVALID_PARAMETER_VALUE")]
    public async Task INV_12_a_put_whose_headers_are_wrong_stores_nothing(string header, string value, string reason)
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.StartedAsync(new { VolumeSize = 1 });
        (await server.PutAsync(id, "0", Block, (header, value))).Is(400, "ValidationException", reason);
        Assert.Empty(await StoreAssertions.ToListAsync(server.Test.Store.ListPendingBlocksAsync(id)));
    }

    [Theory]
    [InlineData(524287)]
    [InlineData(524289)]
    [InlineData(0)]
    public async Task INV_12_a_block_of_another_size_is_refused(int size)
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.StartedAsync(new { VolumeSize = 1 });
        (await server.PutAsync(id, "0", new byte[size], ("x-amz-Data-Length", "524288"))).Is(400, "ValidationException", "INVALID_BLOCK");
    }

    [Fact]
    public async Task INV_12_a_body_that_is_not_the_signed_one_is_not_stored()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.StartedAsync(new { VolumeSize = 1 });
        HttpRequestMessage request = server.Test.Request(
            HttpMethod.Put, $"/snapshots/{id}/blocks/5", Block, ("x-amz-Data-Length", "524288"), ("x-amz-Checksum", BlockDigest.Compute(Block).ToBase64()),
            ("x-amz-Checksum-Algorithm", "SHA256"));
        await server.Test.Signer().SignAsync(request);
        request.Content = new ByteArrayContent(BlockPattern.Full(2));
        Assert.InRange((await server.Test.SendSignedAsync(request)).Status, 400, 403);
        Assert.Empty(await StoreAssertions.ToListAsync(server.Test.Store.ListPendingBlocksAsync(id)));
    }

    [Theory]
    [InlineData(0, null, null, null)]
    [InlineData(2, null, null, null)]
    [InlineData(1, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "SHA256", "LINEAR")]
    [InlineData(1, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "SHA256", null)]
    [InlineData(1, null, null, "LINEAR")]
    [InlineData(-1, null, null, null)]
    public async Task INV_12_completion_with_wrong_numbers_is_refused_and_leaves_the_snapshot_pending(int count, string? checksum, string? algorithm, string? method)
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.StartedAsync(new { VolumeSize = 1 });
        await server.PutAsync(id, "3", Block);
        var headers = new[] { ("x-amz-Checksum", checksum), ("x-amz-Checksum-Algorithm", algorithm), ("x-amz-Checksum-Aggregation-Method", method) };
        (await server.CompleteAsync(id, count, [.. headers.Where(header => header.Item2 is not null).Select(header => (header.Item1, header.Item2!))]))
            .Is(400, "ValidationException", "INVALID_PARAMETER_VALUE");
        Assert.Equal(SnapshotState.Pending, (await server.Test.Store.DescribeAsync(id)).State);
    }

    [Fact]
    public async Task INV_12_completion_checks_the_linear_checksum_and_can_be_repeated()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.StartedAsync(new { VolumeSize = 1 });
        await server.PutAsync(id, "9", BlockPattern.Full(2));
        await server.PutAsync(id, "3", Block);
        using var checksum = new LinearChecksum();
        checksum.Add(3, BlockDigest.Compute(Block));
        checksum.Add(9, BlockDigest.Compute(BlockPattern.Full(2)));
        string value = checksum.Finish().ToBase64();
        for (int i = 0; i < 2; i++)
        {
            Answer answer = await server.CompleteAsync(id, 2, ("x-amz-Checksum", value), ("x-amz-Checksum-Algorithm", "SHA256"), ("x-amz-Checksum-Aggregation-Method", "LINEAR"));
            Assert.Equal((202, "completed"), (answer.Status, answer.Json.GetProperty("Status").GetString()));
        }

        (await server.PutAsync(id, "1", Block)).Is(400, "ValidationException", "INVALID_SNAPSHOT_ID");
    }

    [Fact]
    public async Task Reading_needs_a_completed_snapshot()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.StartedAsync(new { VolumeSize = 1 });
        (await server.SendAsync(HttpMethod.Get, $"/snapshots/{id}/blocks")).Is(400, "ValidationException", "INVALID_SNAPSHOT_ID");
        (await server.GetAsync(id, "0", "AAAA")).Is(400, "ValidationException", "INVALID_SNAPSHOT_ID");
    }

    [Theory]
    [InlineData("GET", "/snapshots/{0}/blocks")]
    [InlineData("GET", "/snapshots/{0}/blocks/0?blockToken=AAAA")]
    [InlineData("GET", "/snapshots/{0}/changedblocks")]
    [InlineData("POST", "/snapshots/completion/{0}")]
    public async Task What_is_not_there_is_not_found_and_what_is_no_id_is_refused(string method, string path)
    {
        await using EbsServer server = await EbsServer.StartAsync();
        foreach (var (id, status, type) in new[]
                 {
                     (Unknown, 404, "ResourceNotFoundException"), ("snap-1", 404, "ResourceNotFoundException"), ("snap-" + new string('0', 60), 400, "ValidationException"),
                     ("snap-XYZ", 400, "ValidationException"), ("%2e%2e%2fsnap-1", 400, "ValidationException"), ("snap-1%0A", 400, "ValidationException"),
                 })
        {
            (await server.SendAsync(new HttpMethod(method), string.Format(CultureInfo.InvariantCulture, path, id), null, ("x-amz-ChangedBlocksCount", "0"))).Is(status, type);
        }
    }

    [Fact]
    public async Task A_block_token_is_good_for_its_block_and_its_time_only()
    {
        await using EbsServer server = await EbsServer.StartAsync(new EbsOptions { TokenLifetime = TimeSpan.FromMinutes(10) });
        string id = await server.MadeAsync(null, (0, Block), (1, Block));
        string other = await server.MadeAsync(null, (0, Block));
        string token = await server.TokenAsync(id, 0);
        (await server.GetAsync(id, "1", token)).Is(400, "ValidationException", "INVALID_BLOCK_TOKEN");
        (await server.GetAsync(other, "0", token)).Is(400, "ValidationException", "INVALID_BLOCK_TOKEN");
        (await server.GetAsync(id, "0", "B" + token[1..])).Is(400, "ValidationException", "INVALID_BLOCK_TOKEN");
        (await server.GetAsync(id, "0", "")).Is(400, "ValidationException", "INVALID_BLOCK_TOKEN");
        Assert.Equal(200, (await server.GetAsync(id, "0", token)).Status);
        server.Test.Time.Advance(TimeSpan.FromMinutes(11));
        (await server.GetAsync(id, "0", token)).Is(400, "ValidationException", "INVALID_BLOCK_TOKEN");
        Assert.Equal(200, (await server.GetAsync(id, "0", await server.TokenAsync(id, 0))).Status);
    }

    [Fact]
    public async Task Another_account_neither_reads_nor_writes()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.MadeAsync(null, (0, Block));
        string pending = await server.StartedAsync(new { VolumeSize = 1 });
        var stranger = new Signer("AKIDSECOND", TestServer.Secret, server.Test.Time);
        foreach (HttpRequestMessage request in (HttpRequestMessage[])
                 [
                     server.Test.Request(HttpMethod.Get, $"/snapshots/{id}/blocks"), server.Test.Request(HttpMethod.Get, $"/snapshots/{id}/changedblocks"),
                     server.Test.Request(HttpMethod.Post, $"/snapshots/completion/{pending}", [], ("x-amz-ChangedBlocksCount", "0")),
                     server.Test.Request(HttpMethod.Post, "/snapshots", JsonSerializer.SerializeToUtf8Bytes(new { VolumeSize = 1, ParentSnapshotId = id })),
                 ])
        {
            (await server.Test.SendAsync(request, stranger)).Is(403, "AccessDeniedException", "UNAUTHORIZED_ACCOUNT");
        }
    }

    [Fact]
    public async Task A_deleted_snapshot_is_gone_within_seconds()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string id = await server.MadeAsync(null, (0, Block));
        string token = await server.TokenAsync(id, 0);
        await server.Test.Store.DeleteAsync(id);
        server.Test.Time.Advance(TimeSpan.FromSeconds(6));
        (await server.GetAsync(id, "0", token)).Is(404, "ResourceNotFoundException", "SNAPSHOT_NOT_FOUND");
    }

    [Theory]
    [InlineData("DELETE", "/snapshots/snap-1")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/snapshots")]
    [InlineData("POST", "/snapshots/completion")]
    [InlineData("GET", "/snapshots/completion/snap-1/x/y")]
    public async Task What_is_no_operation_is_refused(string method, string path)
    {
        await using EbsServer server = await EbsServer.StartAsync();
        (await server.SendAsync(new HttpMethod(method), path)).Is(404, "UnknownOperationException");
    }
}
