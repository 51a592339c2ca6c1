using System.Text;
using System.Text.Json;
using Replication.Agent.Server.EbsDirect;
using Replication.Core.Snapshots;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Ebs;

public class StartSnapshotTests
{
    private const string Key = "arn:aws:kms:eu-central-1:123456789012:key/1234";

    [Fact]
    public async Task A_snapshot_is_described_as_the_service_does()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        Answer answer = await server.StartSnapshotAsync(new { VolumeSize = 3, Description = "nightly", Timeout = 10, Tags = new[] { new { Key = "a", Value = "1" } } });
        Assert.Equal(201, answer.Status);
        JsonElement json = answer.Json;
        Assert.Matches("^snap-[0-9a-f]{17}$", json.GetProperty("SnapshotId").GetString());
        Assert.Equal("123456789012", json.GetProperty("OwnerId").GetString());
        Assert.Equal("pending", json.GetProperty("Status").GetString());
        Assert.Equal(3, json.GetProperty("VolumeSize").GetInt64());
        Assert.Equal(524288, json.GetProperty("BlockSize").GetInt32());
        Assert.Equal("nightly", json.GetProperty("Description").GetString());
        Assert.Equal("none", json.GetProperty("SseType").GetString());
        Assert.Equal(server.Test.Time.GetUtcNow().ToUnixTimeSeconds(), json.GetProperty("StartTime").GetDouble());
        JsonElement tag = Assert.Single(json.GetProperty("Tags").EnumerateArray());
        Assert.Equal(("a", "1"), (tag.GetProperty("Key").GetString(), tag.GetProperty("Value").GetString()));
        Assert.Equal(3L << 30, (await server.Test.Store.DescribeAsync(json.GetProperty("SnapshotId").GetString()!)).Length);
    }

    [Theory]
    [InlineData("{}", "INVALID_VOLUME_SIZE")]
    [InlineData("""{"VolumeSize":0}""", "INVALID_VOLUME_SIZE")]
    [InlineData("""{"VolumeSize":65537}""", "INVALID_VOLUME_SIZE")]
    [InlineData("""{"VolumeSize":99999999999999999999}""", "INVALID_VOLUME_SIZE")]
    [InlineData("""{"VolumeSize":1.5}""", "INVALID_VOLUME_SIZE")]
    [InlineData("""{"VolumeSize":"1"}""", "INVALID_PARAMETER_VALUE")]
    [InlineData("""{"VolumeSize":1,"Timeout":9}""", "INVALID_PARAMETER_VALUE")]
    [InlineData("""{"VolumeSize":1,"Timeout":4321}""", "INVALID_PARAMETER_VALUE")]
    [InlineData("""{"VolumeSize":1,"ParentSnapshotId":"../../etc"}""", "INVALID_SNAPSHOT_ID")]
    [InlineData("""{"VolumeSize":1,"ClientToken":"a b"}""", "INVALID_PARAMETER_VALUE")]
    [InlineData("""{"VolumeSize":1,"KmsKeyArn":"arn:aws:kms:eu-central-1:123456789012:key/1234"}""", "INVALID_PARAMETER_VALUE")]
    [InlineData("""{"VolumeSize":1,"Encrypted":true,"KmsKeyArn":"mykey"}""", "INVALID_CUSTOMER_KEY")]
    [InlineData("""{"VolumeSize":1,"Encrypted":"true"}""", "INVALID_PARAMETER_VALUE")]
    [InlineData("""{"VolumeSize":1,"Tags":[{"Key":"aws:x","Value":""}]}""", "INVALID_TAG")]
    [InlineData("""{"VolumeSize":1,"Tags":[{"Key":"a","Value":""},{"Key":"a","Value":"2"}]}""", "INVALID_TAG")]
    [InlineData("""{"VolumeSize":1,"Tags":[{"Value":"2"}]}""", "INVALID_TAG")]
    [InlineData("""{"VolumeSize":1,"Tags":["a"]}""", "INVALID_PARAMETER_VALUE")]
    [InlineData("""{"VolumeSize":1,"Tags":[{"Key":"replication:length","Value":"1073741825"}]}""", "INVALID_TAG")]
    [InlineData("""{"VolumeSize":2,"Tags":[{"Key":"replication:length","Value":"1073741824"}]}""", "INVALID_TAG")]
    [InlineData("""{"VolumeSize":1,"Tags":[{"Key":"replication:length","Value":"-1"}]}""", "INVALID_TAG")]
    [InlineData("""{"VolumeSize":1,"Description":"\ud800"}""", "INVALID_PARAMETER_VALUE")]
    [InlineData("[]", "INVALID_PARAMETER_VALUE")]
    [InlineData("{", "INVALID_PARAMETER_VALUE")]
    [InlineData("", "INVALID_PARAMETER_VALUE")]
    public async Task What_the_model_does_not_allow_is_refused_and_starts_nothing(string body, string reason)
    {
        await using EbsServer server = await EbsServer.StartAsync();
        (await server.SendAsync(HttpMethod.Post, "/snapshots", Encoding.UTF8.GetBytes(body))).Is(400, "ValidationException", reason);
        Assert.Empty(await Conformance.StoreAssertions.ToListAsync(((ISnapshotStore)server.Test.Store).ListAsync()));
    }

    [Fact]
    public async Task Too_long_texts_and_too_many_tags_are_refused()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        (await server.StartSnapshotAsync(new { VolumeSize = 1, Description = new string('x', 256) })).Is(400, "ValidationException", "INVALID_PARAMETER_VALUE");
        (await server.StartSnapshotAsync(new { VolumeSize = 1, Tags = new[] { new { Key = new string('x', 128), Value = "" } } })).Is(400, "ValidationException", "INVALID_TAG");
        (await server.StartSnapshotAsync(new { VolumeSize = 1, Tags = Tags(50) })).Is(400, "ValidationException", "INVALID_TAG");
        Assert.Equal(201, (await server.StartSnapshotAsync(new { VolumeSize = 1, Tags = Tags(49) })).Status);
        (await server.SendAsync(HttpMethod.Post, "/snapshots", Encoding.UTF8.GetBytes(new string('[', 100_000)))).Is(400, "ValidationException", "INVALID_PARAMETER_VALUE");

        static object[] Tags(int count) => [.. Enumerable.Range(0, count).Select(i => new { Key = $"k{i}", Value = "v" })];
    }

    [Fact]
    public async Task A_client_token_starts_one_snapshot_and_conflicts_with_another_request()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        var body = new { VolumeSize = 1, ClientToken = "token", Description = "d" };
        string first = await server.StartedAsync(body);
        Assert.Equal(first, await server.StartedAsync(body));
        (await server.StartSnapshotAsync(body with { VolumeSize = 2 })).Is(409, "ConflictException");
        (await server.StartSnapshotAsync(new { VolumeSize = 1, ClientToken = "token", Description = "d", Timeout = 20 })).Is(409, "ConflictException");
        Answer other = await server.Test.SendAsync(
            server.Test.Request(HttpMethod.Post, "/snapshots", JsonSerializer.SerializeToUtf8Bytes(body)), new Signer("AKIDSECOND", TestServer.Secret, server.Test.Time));
        Assert.NotEqual(first, other.Json.GetProperty("SnapshotId").GetString());
    }

    [Fact]
    public async Task INV_05_the_length_tag_gives_the_snapshot_its_exact_length_and_leaves_the_volume_size_in_GiB()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        long length = (1L << 30) + 512;
        Answer answer = await server.StartSnapshotAsync(new { VolumeSize = 2, Tags = new[] { new { Key = "replication:length", Value = $"{length}" } } });
        Assert.Equal(2, answer.Json.GetProperty("VolumeSize").GetInt64());
        string id = answer.Json.GetProperty("SnapshotId").GetString()!;
        Assert.Equal(length, (await server.Test.Store.DescribeAsync(id)).Length);
        (await server.PutAsync(id, "2049", new byte[BlockGeometry.BlockSize])).Is(400, "ValidationException", "INVALID_BLOCK");
        byte[] last = Conformance.BlockPattern.Full(1);
        (await server.PutAsync(id, "2048", last)).Is(400, "ValidationException", "INVALID_BLOCK");
        last.AsSpan(512).Clear();
        Assert.Equal(201, (await server.PutAsync(id, "2048", last)).Status);
    }

    [Fact]
    public async Task Encryption_follows_the_parent_and_is_never_given_with_one()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        Answer started = await server.StartSnapshotAsync(new { VolumeSize = 1, Encrypted = true, KmsKeyArn = Key });
        Assert.Equal((Key, "sse-kms"), (started.Json.GetProperty("KmsKeyArn").GetString(), started.Json.GetProperty("SseType").GetString()));
        string parent = started.Json.GetProperty("SnapshotId").GetString()!;
        await server.CompleteAsync(parent, 0);
        (await server.StartSnapshotAsync(new { VolumeSize = 1, ParentSnapshotId = parent, Encrypted = true })).Is(400, "ValidationException", "INVALID_PARAMETER_VALUE");
        (await server.StartSnapshotAsync(new { VolumeSize = 1, ParentSnapshotId = parent, KmsKeyArn = Key })).Is(400, "ValidationException", "INVALID_PARAMETER_VALUE");
        Answer child = await server.StartSnapshotAsync(new { VolumeSize = 1, ParentSnapshotId = parent });
        Assert.Equal(Key, child.Json.GetProperty("KmsKeyArn").GetString());
        Assert.DoesNotContain("aws:ebs", child.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_encrypts_by_default_cannot_start_from_an_unencrypted_parent()
    {
        string? byDefault = null;
        await using EbsServer server = await EbsServer.StartAsync(new EbsOptions { DefaultEncryptionKey = (_, _) => byDefault });
        string parent = await server.MadeAsync(null);
        byDefault = Key;
        (await server.StartSnapshotAsync(new { VolumeSize = 1, ParentSnapshotId = parent })).Is(400, "ValidationException", "INVALID_PARAMETER_VALUE");
        Assert.Equal("sse-kms", (await server.StartSnapshotAsync(new { VolumeSize = 1 })).Json.GetProperty("SseType").GetString());
    }

    [Fact]
    public async Task A_parent_must_exist_be_completed_and_not_be_longer()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        (await server.StartSnapshotAsync(new { VolumeSize = 1, ParentSnapshotId = "snap-00000000000000bad" })).Is(404, "ResourceNotFoundException", "SNAPSHOT_NOT_FOUND");
        string pending = await server.StartedAsync(new { VolumeSize = 2 });
        (await server.StartSnapshotAsync(new { VolumeSize = 2, ParentSnapshotId = pending })).Is(400, "ValidationException", "INVALID_SNAPSHOT_ID");
        await server.CompleteAsync(pending, 0);
        (await server.StartSnapshotAsync(new { VolumeSize = 1, ParentSnapshotId = pending })).Is(400, "ValidationException", "INVALID_VOLUME_SIZE");
        Assert.Equal(pending, (await server.StartSnapshotAsync(new { VolumeSize = 3, ParentSnapshotId = pending })).Json.GetProperty("ParentSnapshotId").GetString());
    }

    [Fact]
    public async Task Pending_snapshots_of_an_account_are_limited()
    {
        await using EbsServer server = await EbsServer.StartAsync(new EbsOptions { MaxPendingSnapshots = 2 });
        string first = await server.StartedAsync(new { VolumeSize = 1 });
        await server.StartedAsync(new { VolumeSize = 1 });
        (await server.StartSnapshotAsync(new { VolumeSize = 1 })).Is(400, "ConcurrentLimitExceededException");
        await server.CompleteAsync(first, 0);
        string third = await server.StartedAsync(new { VolumeSize = 1 });
        (await server.StartSnapshotAsync(new { VolumeSize = 1 })).Is(400, "ConcurrentLimitExceededException");
        await server.Test.Store.DeleteAsync(third);
        await server.StartedAsync(new { VolumeSize = 1 });
    }

    [Fact]
    public async Task A_pending_snapshot_without_puts_is_cancelled_after_its_timeout_and_one_with_puts_is_not()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string idle = await server.StartedAsync(new { VolumeSize = 1, Timeout = 10 });
        string busy = await server.StartedAsync(new { VolumeSize = 1, Timeout = 10 });
        string patient = await server.StartedAsync(new { VolumeSize = 1 });
        server.Test.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(201, (await server.PutAsync(busy, "0", Conformance.BlockPattern.Full(1))).Status);
        server.Test.Time.Advance(TimeSpan.FromMinutes(6));
        // The sweep runs beside the test; asking the store does not count as a put.
        while (await ExistsAsync(server, idle)) await Task.Delay(10);
        (await server.PutAsync(idle, "0", Conformance.BlockPattern.Full(1))).Is(404, "ResourceNotFoundException", "SNAPSHOT_NOT_FOUND");
        Assert.Equal(201, (await server.PutAsync(busy, "1", Conformance.BlockPattern.Full(1))).Status);
        Assert.Equal(201, (await server.PutAsync(patient, "1", Conformance.BlockPattern.Full(1))).Status);
    }

    [Fact]
    public async Task What_an_earlier_process_left_pending_is_cancelled_after_its_timeout_too()
    {
        await using EbsServer server = await EbsServer.StartAsync();
        string left = await server.StartedAsync(new { VolumeSize = 1, Timeout = 10 });
        string foreign = (await server.Test.Store.StartAsync(new StartSnapshotRequest { Length = 1 << 20 })).Id;
        await using var restarted = new EbsEndpoints(new Agent.Server.Hosting.RegionRegistry(new Agent.Server.Hosting.ServerRegion("r", server.Test.Store)), time: server.Test.Time);
        while (await ExistsAsync(server, left))
        {
            server.Test.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(10);
        }

        Assert.True(await ExistsAsync(server, foreign), "a snapshot of the engine has no timeout");
    }

    private static async Task<bool> ExistsAsync(EbsServer server, string id) =>
        (await Conformance.StoreAssertions.ToListAsync(((ISnapshotStore)server.Test.Store).ListAsync())).Any(snapshot => snapshot.Id == id);
}
