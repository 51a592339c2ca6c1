using Replication.Agent.Server.Faults;
using Replication.Conformance;
using Replication.Core.Errors;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Faults;

public class FaultTests
{
    private static readonly byte[] Block = BlockPattern.Full(1);

    [Theory]
    [InlineData(FaultKind.Throttle, 400, "RequestThrottledException")]
    [InlineData(FaultKind.Quota, 402, "ServiceQuotaExceededException")]
    [InlineData(FaultKind.ServerError, 500, "InternalServerException")]
    [InlineData(FaultKind.Unavailable, 503, "ServiceUnavailableException")]
    [InlineData(FaultKind.ExpiredCredentials, 403, "ExpiredTokenException")]
    public async Task The_numbered_call_fails_in_the_services_own_words_and_has_no_effect(FaultKind kind, int status, string type)
    {
        var plan = new FaultPlan([new FaultRule { Kind = kind, Operation = "PutSnapshotBlock", FirstCall = 2, LastCall = 2 }]);
        await using EbsServer server = await EbsServer.StartAsync(faults: plan);
        string id = await server.StartedAsync(new { VolumeSize = 1 });
        Assert.Equal(201, (await server.PutAsync(id, "0", Block)).Status);
        (await server.PutAsync(id, "1", Block)).Is(status, type);
        Assert.Equal(201, (await server.PutAsync(id, "2", Block)).Status);
        Assert.Equal([0, 2], (await StoreAssertions.ToListAsync(server.Test.Store.ListPendingBlocksAsync(id))).Select(block => block.Index));
        Assert.Equal(1, plan.Injected);
        Assert.Equal(3, plan.Calls[("ebs", "PutSnapshotBlock")]);
    }

    [Theory]
    [InlineData(FaultKind.DropBeforeEffect, false)]
    [InlineData(FaultKind.DropAfterEffect, true)]
    public async Task A_dropped_connection_has_its_effect_or_not_as_asked(FaultKind kind, bool hasEffect)
    {
        await using EbsServer server = await EbsServer.StartAsync(faults: new FaultPlan([new FaultRule { Kind = kind, Operation = "PutSnapshotBlock" }]));
        string id = await server.StartedAsync(new { VolumeSize = 1 });
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => server.PutAsync(id, "0", Block));
        Assert.Equal(hasEffect, (await StoreAssertions.ToListAsync(server.Test.Store.ListPendingBlocksAsync(id))).Count == 1);
    }

    [Fact]
    public async Task An_answer_can_break_off_in_its_middle()
    {
        await using EbsServer server = await EbsServer.StartAsync(
            faults: new FaultPlan([new FaultRule { Kind = FaultKind.DropMidResponse, Operation = "GetSnapshotBlock", LastCall = 1 }]));
        string id = await server.MadeAsync(null, (0, Block));
        string token = await server.TokenAsync(id, 0);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => server.GetAsync(id, "0", token));
        Assert.Equal(Block, (await server.GetAsync(id, "0", token)).Body);
    }

    [Fact]
    public async Task Empty_pages_say_that_there_is_more_and_lose_nothing()
    {
        await using EbsServer server = await EbsServer.StartAsync(
            faults: new FaultPlan([new FaultRule { Kind = FaultKind.EmptyPage, Operation = "ListSnapshotBlocks", LastCall = 1 }]));
        string id = await server.MadeAsync(null, (4, Block));
        Answer empty = await server.SendAsync(HttpMethod.Get, $"/snapshots/{id}/blocks");
        Assert.Equal(0, empty.Json.GetProperty("Blocks").GetArrayLength());
        string token = empty.Json.GetProperty("NextToken").GetString()!;
        Answer next = await server.SendAsync(HttpMethod.Get, $"/snapshots/{id}/blocks?pageToken={Uri.EscapeDataString(token)}");
        Assert.Equal(4, next.Json.GetProperty("Blocks")[0].GetProperty("BlockIndex").GetInt32());
    }

    [Fact]
    public async Task A_new_snapshot_is_not_found_for_the_calls_that_were_asked_for()
    {
        await using EbsServer server = await EbsServer.StartAsync(faults: new FaultPlan([new FaultRule { Kind = FaultKind.NotFoundAfterCreation, Calls = 2 }]));
        string id = await server.StartedAsync(new { VolumeSize = 1 });
        for (int i = 0; i < 2; i++) (await server.PutAsync(id, "0", Block)).Is(404, "ResourceNotFoundException", "SNAPSHOT_NOT_FOUND");
        Assert.Equal(201, (await server.PutAsync(id, "0", Block)).Status);
    }

    [Fact]
    public void A_new_resource_is_not_found_for_the_seconds_that_were_asked_for()
    {
        var time = new ManualTime();
        var plan = new FaultPlan([new FaultRule { Kind = FaultKind.NotFoundAfterCreation, Seconds = 5 }], time: time);
        plan.NoteCreated("snap-1");
        Assert.Equal("InvalidSnapshot.NotFound", plan.Next("ec2", "DescribeSnapshots", "snap-1")?.Error?.Code);
        Assert.Null(plan.Next("ec2", "DescribeSnapshots", "snap-2"));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(plan.Next("ec2", "DescribeSnapshots", "snap-1"));
    }

    [Fact]
    public void Chance_follows_the_seed()
    {
        Assert.Equal(Hits(7), Hits(7));
        Assert.NotEqual(Hits(7), Hits(8));
        Assert.InRange(Hits(7).Count(hit => hit), 50, 150);

        static List<bool> Hits(int seed)
        {
            var plan = new FaultPlan([new FaultRule { Kind = FaultKind.Throttle, Probability = 0.1 }], seed);
            return [.. Enumerable.Range(0, 1000).Select(_ => plan.Next("ebs", "PutSnapshotBlock", null) is not null)];
        }
    }

    [Fact]
    public async Task A_file_of_faults_is_read_and_a_misspelt_one_refused()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{"seed": 3, "rules": [{"kind": "Throttle", "service": "ebs", "operation": "PutSnapshotBlock", "every": 2}]}""");
            FaultPlan plan = await FaultFile.LoadAsync(file, TimeProvider.System);
            Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(_ => plan.Next("ebs", "PutSnapshotBlock", null) is not null));
            foreach (string wrong in (string[])["""{"rules": [{"kind": "Throttle", "evry": 2}]}""", """{"rules": [{"kind": "Boom"}]}""", """{"rules": [{"kind": "Slow", "every": 0}]}""", "{"])
            {
                await File.WriteAllTextAsync(file, wrong);
                Assert.Equal("FaultFileInvalid", (await Assert.ThrowsAsync<ReplicationException>(() => FaultFile.LoadAsync(file, TimeProvider.System))).ErrorId);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}
