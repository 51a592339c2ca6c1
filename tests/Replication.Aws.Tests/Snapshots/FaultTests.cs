using Replication.Aws.Snapshots;
using Replication.Aws.Tests.Ebs;
using Replication.Conformance;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Snapshots;

public class FaultTests
{
    private const long Length = 10L * BlockGeometry.BlockSize;

    private static readonly Dictionary<string, FakeFault> Passing = new()
    {
        ["throttled"] = FakeFault.Throttled,
        ["quota"] = FakeFault.Quota,
        ["server error"] = FakeFault.ServerError,
        ["gateway"] = FakeFault.Gateway,
        ["dropped before"] = FakeFault.DroppedBefore,
        ["dropped after"] = FakeFault.DroppedAfter,
    };

    public static TheoryData<string> PassingFaults => [.. Passing.Keys];

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task INV_12_a_fault_that_passes_ends_bit_exact_at_the_first_a_middle_and_the_last_call_of_each_operation(string fault)
    {
        using var counted = new FakeCloud();
        await Round.RunAsync(counted);
        Assert.Equal(6, counted.Handler.Calls.Count);
        foreach (var (operation, calls) in counted.Handler.Calls)
        {
            foreach (int number in new[] { 1, (calls + 1) / 2, calls }.Distinct())
            {
                using var cloud = new FakeCloud();
                bool hit = false;
                cloud.Handler.Faults = (called, at) =>
                {
                    if (called != operation || at != number) return null;
                    hit = true;
                    return Passing[fault];
                };
                await Round.RunAsync(cloud);
                Assert.True(hit, $"{operation} was not called {number} times");
            }
        }
    }

    [Fact]
    public async Task INV_12_faults_of_ec2_that_pass_end_bit_exact()
    {
        foreach (string code in new[] { "RequestLimitExceeded", "InternalError", "Unavailable", "ServiceUnavailable" })
        {
            using var cloud = new FakeCloud();
            cloud.Ec2.Faults = (_, number) => number % 2 == 1 ? FakeEc2.Error(code) : null;
            await Round.RunAsync(cloud);
        }
    }

    [Fact]
    public async Task INV_12_many_faults_at_once_end_bit_exact()
    {
        using var cloud = new FakeCloud();
        var random = new Random(11);
        FakeFault[] faults = [.. Passing.Values];
        cloud.Handler.Faults = (_, _) => random.Next(3) == 0 ? faults[random.Next(faults.Length)] : null;
        await Round.RunAsync(cloud);
    }

    [Theory]
    [InlineData("RequestThrottledException", "AwsThrottled", 10)]
    [InlineData("ServiceQuotaExceededException", "AwsQuotaExceeded", 30)]
    [InlineData("InternalServerException", "AwsUnavailable", 5)]
    public async Task INV_12_a_fault_that_does_not_pass_ends_with_one_clear_error_when_its_time_is_up(string type, string errorId, int minutes)
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        cloud.Handler.Faults = (_, _) => new FakeFault { Answer = FakeAnswer.Error(type == "InternalServerException" ? 500 : 400, type, "no") };
        DateTimeOffset began = cloud.Time.GetUtcNow();
        var error = await Assert.ThrowsAnyAsync<SnapshotStoreException>(() => store.PutBlockAsync(pending.Id, 0, BlockPattern.Full(1)).AsTask());
        Assert.Equal(errorId, error.ErrorId);
        Assert.True(error.IsTransient);
        Assert.InRange(cloud.Time.GetUtcNow() - began, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes + 1));
    }

    [Fact]
    public async Task INV_12_what_the_service_refuses_is_not_tried_again()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        cloud.Handler.Faults = (_, _) => FakeFault.Refused;
        Assert.Equal("AwsRequestRefused", await ErrorAsync(() => store.PutBlockAsync(pending.Id, 0, BlockPattern.Full(1)).AsTask()));
        cloud.Handler.Faults = (_, _) => FakeFault.Denied;
        Assert.Equal("AwsAccessDenied", await ErrorAsync(() => store.PutBlockAsync(pending.Id, 0, BlockPattern.Full(1)).AsTask()));
        Assert.Equal(2, cloud.Handler.Calls["PutSnapshotBlock"]);
        Assert.Equal(TimeSpan.Zero, cloud.Time.Waited);
    }

    [Fact]
    public async Task INV_12_a_snapshot_that_was_just_started_may_appear_late()
    {
        using var cloud = new FakeCloud();
        cloud.Service.Invisible = TimeSpan.FromSeconds(100);
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        Assert.Equal(SnapshotState.Pending, (await store.DescribeAsync(pending.Id)).State);
        await store.PutBlockAsync(pending.Id, 1, BlockPattern.Full(1));
        await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 });
        await store.HoldsAsync(pending.Id, new Dictionary<long, byte[]> { [1] = BlockPattern.Full(1) });
    }

    [Fact]
    public async Task INV_12_a_snapshot_that_was_just_completed_may_appear_late()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo made = await store.MakeAsync(Length, null, (1, BlockPattern.Full(1)));
        int asked = 0;
        cloud.Ec2.Faults = (operation, _) =>
        {
            // Three answers that do not know it, for each of the two verbs.
            cloud.Service.Invisible = ++asked % 4 == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(10);
            return null;
        };
        Assert.Equal(SnapshotState.Completed, (await store.DescribeAsync(made.Id)).State);
        Assert.Equal(4, asked);
        await store.DeleteAsync(made.Id);
        Assert.Empty(cloud.Service.Snapshots);
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.DeleteAsync(made.Id));
    }

    [Fact]
    public async Task INV_12_a_snapshot_that_the_service_cancelled_is_not_found_once_it_had_time_to_appear()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length, ClientToken = "t" });
        cloud.Service.Snapshots.Clear();
        cloud.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("SnapshotNotFound", await ErrorAsync(() => store.PutBlockAsync(pending.Id, 1, BlockPattern.Full(1)).AsTask()));
        SnapshotInfo again = await store.StartAsync(new StartSnapshotRequest { Length = Length, ClientToken = "t" });
        Assert.True(cloud.Service.Snapshots.ContainsKey(again.Id));
        Assert.Empty(await store.ListPendingBlocksAsync(again.Id).ToListAsync());
    }

    [Fact]
    public async Task INV_12_an_attempt_that_hangs_is_given_up_and_made_again()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync(options => options with { AttemptTimeout = TimeSpan.FromMilliseconds(400) });
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        int calls = 0;
        cloud.Handler.Before = (_, token) => Interlocked.Increment(ref calls) == 1 ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        await store.PutBlockAsync(pending.Id, 0, BlockPattern.Full(1));
        Assert.True(calls >= 2, "the attempt was not made again");
    }

    [Fact]
    public async Task INV_12_a_cancelled_put_leaves_nothing_in_flight_and_a_block_in_doubt()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await store.PutBlockAsync(pending.Id, 1, BlockPattern.Full(1));
        using var stop = new CancellationTokenSource();
        var reached = new TaskCompletionSource();
        cloud.Handler.Before = (_, token) =>
        {
            reached.TrySetResult();
            return Task.Delay(Timeout.Infinite, token);
        };
        Task put = store.PutBlockAsync(pending.Id, 2, BlockPattern.Full(2), null, stop.Token).AsTask();
        await reached.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => put);
        Assert.Equal(0, cloud.Handler.Running);
        Assert.Equal([new SnapshotBlock(1, BlockDigest.Compute(BlockPattern.Full(1))), new SnapshotBlock(2, null)], await store.ListPendingBlocksAsync(pending.Id).ToListAsync());

        cloud.Handler.Before = null;
        Assert.Equal("ChangedBlockCountMismatch", await ErrorAsync(() => store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 })));
        await store.PutBlockAsync(pending.Id, 2, BlockPattern.Full(3));
        await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 2 });
        await store.HoldsAsync(pending.Id, new Dictionary<long, byte[]> { [1] = BlockPattern.Full(1), [2] = BlockPattern.Full(3) });
    }

    [Fact]
    public async Task INV_12_waiting_to_repeat_ends_at_once_when_it_is_cancelled()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        using var stop = new CancellationTokenSource();
        cloud.Handler.Faults = (_, number) =>
        {
            if (number == 3) stop.Cancel();
            return FakeFault.Throttled;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutBlockAsync(pending.Id, 2, BlockPattern.Full(2), null, stop.Token).AsTask());
        Assert.Equal(3, cloud.Handler.Calls["PutSnapshotBlock"]);
    }

    private static async Task<string> ErrorAsync(Func<Task> call) => (await Assert.ThrowsAnyAsync<SnapshotStoreException>(call)).ErrorId;
}
