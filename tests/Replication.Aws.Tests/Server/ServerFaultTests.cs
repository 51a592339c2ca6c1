using Replication.Agent.Server.Faults;
using Replication.Aws.Snapshots;
using Replication.Aws.Tests.Support;
using Replication.Conformance;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Server;

/// <summary>Faults of the project's own server: real sockets that are cut, real answers that are late.</summary>
public class ServerFaultTests
{
    private const long Length = 40L * BlockGeometry.BlockSize;

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.Quota)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.Slow)]
    [InlineData(FaultKind.DropBeforeEffect)]
    [InlineData(FaultKind.DropAfterEffect)]
    [InlineData(FaultKind.DropMidResponse)]
    [InlineData(FaultKind.EmptyPage)]
    [InlineData(FaultKind.ExpiredBlockToken)]
    [InlineData(FaultKind.NotFoundAfterCreation)]
    public async Task INV_12_every_second_call_fails_and_the_result_is_bit_exact(FaultKind kind)
    {
        string? only = kind switch
        {
            FaultKind.ExpiredBlockToken => "GetSnapshotBlock",
            FaultKind.NotFoundAfterCreation => "PutSnapshotBlock",
            _ => null,
        };
        var plan = new FaultPlan([new FaultRule { Kind = kind, Operation = only, Every = 2, DelaySeconds = 0.01, Calls = 3 }]);
        await using LocalEbs server = await LocalEbs.StartAsync(faults: plan);
        await using EbsSnapshotStore store = await server.OpenStoreAsync(new InstantTime(TimeProvider.System.GetUtcNow()));
        var disk = Enumerable.Range(0, 10).ToDictionary(i => i * 4L, i => BlockPattern.OneGrain(i + 1, i % 8));
        SnapshotInfo full = await store.MakeAsync(Length, null, [.. disk.Select(block => (block.Key, block.Value))]);
        SnapshotInfo delta = await store.MakeAsync(Length, full.Id, (4, BlockPattern.Full(0)), (5, BlockPattern.OneGrain(77, 3)));
        await store.HoldsAsync(full.Id, disk);
        disk[4] = BlockPattern.Full(0);
        disk[5] = BlockPattern.OneGrain(77, 3);
        await store.HoldsAsync(delta.Id, disk);
        Assert.Equal([4, 5], (await store.ListChangedBlocksAsync(full.Id, delta.Id).ToListAsync()).Select(block => block.Index));
        Assert.True(plan.Injected > 0, "no fault was injected");
    }
}
