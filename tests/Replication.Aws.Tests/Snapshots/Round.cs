using Replication.Aws.Snapshots;
using Replication.Aws.Tests.Ebs;
using Replication.Conformance;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Snapshots;

/// <summary>A disk sent, changed, sent again, compared and read back: every operation of EBS direct several times.</summary>
internal static class Round
{
    private const int Blocks = 12;
    private const long Length = Blocks * (long)BlockGeometry.BlockSize - 1000;

    public static async Task RunAsync(FakeCloud cloud)
    {
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        var disk = new Dictionary<long, byte[]>();
        for (int block = 0; block < Blocks - 1; block += 2) disk[block] = BlockPattern.OneGrain(block + 1, block % 8);
        SnapshotInfo full = await SendAsync(store, "full", null, disk);
        var changes = new Dictionary<long, byte[]> { [0] = BlockPattern.OneGrain(99, 1), [2] = BlockPattern.Full(0), [3] = BlockPattern.OneGrain(98, 2) };
        SnapshotInfo delta = await SendAsync(store, "delta", full.Id, changes);
        await store.HoldsAsync(full.Id, disk);
        foreach (var (block, data) in changes) disk[block] = data;
        await store.HoldsAsync(delta.Id, disk);
        Assert.Equal([0, 2, 3], (await store.ListChangedBlocksAsync(full.Id, delta.Id).ToListAsync()).Select(block => block.Index));

        // Without digests of its own the store has to list.
        await using ISnapshotReader reader = new Aws.Snapshots.Reading.EbsSnapshotReader(store.Parts, delta, null, () => ValueTask.CompletedTask);
        Assert.Equal([0, 2, 3, 4, 6, 8, 10], (await reader.ListBlocksAsync().ToListAsync()).Select(block => block.Index));

        Assert.Equal(2, cloud.Service.Snapshots.Count);
        await store.DeleteAsync(full.Id);
        await store.DeleteAsync(delta.Id);
        Assert.Empty(cloud.Service.Snapshots);
        Assert.Equal(0, cloud.Handler.Running);
    }

    private static async Task<SnapshotInfo> SendAsync(EbsSnapshotStore store, string token, string? parentId, Dictionary<long, byte[]> blocks)
    {
        SnapshotInfo started = await store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = parentId, ClientToken = token });
        await Parallel.ForEachAsync(
            blocks, new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (block, cancel) => await store.PutBlockAsync(started.Id, block.Key, block.Value, null, cancel));
        return await store.CompleteAsync(started.Id, new CompleteSnapshotRequest { ChangedBlocks = blocks.Count });
    }
}
