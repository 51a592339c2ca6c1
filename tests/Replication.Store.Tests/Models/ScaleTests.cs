using System.Diagnostics;
using Replication.Conformance;
using Replication.Core.Snapshots;
using Replication.Store.Tests.Faults;

namespace Replication.Store.Tests.Models;

public class ScaleTests
{
    private const long TiB = 1L << 40;

    [Fact]
    public async Task A_child_of_a_16_TiB_disk_writes_only_the_pages_of_what_changed()
    {
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", new StoreOptions { Create = true, Files = new MemoryFiles() });
        const long length = 16 * TiB;
        long stride = BlockGeometry.BlockCount(length) / 1000;
        SnapshotInfo parent = await PutAsync(store, length, null, Enumerable.Range(0, 1000).Select(i => i * stride), 1);
        long full = (await store.StatisticsAsync()).AllocatedBytes;
        SnapshotInfo child = await PutAsync(store, length, parent.Id, Enumerable.Range(0, 10).Select(i => i * 100 * stride), 2);
        var after = await store.StatisticsAsync();
        Assert.InRange(after.AllocatedBytes - full, 1, full / 50);
        Assert.Equal(10, (await store.ListChangedBlocksAsync(parent.Id, child.Id).ToListAsync()).Count);
    }

    [Fact]
    public async Task A_disk_of_1_TiB_with_little_on_it_is_quick_and_small()
    {
        var clock = Stopwatch.StartNew();
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", new StoreOptions { Create = true, Files = new MemoryFiles() });
        SnapshotInfo made = await PutAsync(store, TiB, null, [0, 1_000_000, BlockGeometry.BlockCount(TiB) - 1], 1);
        await using ISnapshotReader reader = await ((ISnapshotStore)store).OpenAsync(made.Id);
        Assert.Equal(3, (await reader.ListBlocksAsync().ToListAsync()).Count);
        Assert.InRange((await store.StatisticsAsync()).AllocatedBytes, 1, 3 * BlockGeometry.GrainSize + 16 * 4096);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task Random_4_KiB_writes_over_1_percent_of_the_pages_cost_at_most_20_times_their_size()
    {
        const int blocks = 64;
        const int pageSize = 4096;
        var random = new Random(3);
        var disk = new byte[blocks * BlockGeometry.BlockSize];
        random.NextBytes(disk);
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", new StoreOptions { Create = true, Files = new MemoryFiles() });
        (long, byte[])[] Blocks(IEnumerable<long> indexes) =>
            [.. indexes.Select(i => (i, disk.AsSpan((int)i * BlockGeometry.BlockSize, BlockGeometry.BlockSize).ToArray()))];
        SnapshotInfo parent = await store.MakeAsync(disk.Length, null, Blocks(Enumerable.Range(0, blocks).Select(i => (long)i)));
        int[] pages = [.. Enumerable.Range(0, disk.Length / pageSize)];
        random.Shuffle(pages);
        int changed = pages.Length / 100;
        foreach (int page in pages[..changed]) random.NextBytes(disk.AsSpan(page * pageSize, pageSize));
        long before = (await store.StatisticsAsync()).AllocatedBytes;
        await store.MakeAsync(disk.Length, parent.Id, Blocks(pages[..changed].Select(page => (long)page * pageSize / BlockGeometry.BlockSize).Distinct()));
        long stored = (await store.StatisticsAsync()).AllocatedBytes - before;
        Assert.InRange((double)stored / ((long)changed * pageSize), 1, 20);
    }

    private static async Task<SnapshotInfo> PutAsync(FileSnapshotStore store, long length, string? parent, IEnumerable<long> blocks, int seed)
    {
        byte[] data = BlockPattern.OneGrain(seed, 0);
        SnapshotInfo started = await store.StartAsync(new StartSnapshotRequest { Length = length, ParentId = parent });
        long count = 0;
        foreach (long index in blocks)
        {
            await store.PutBlockAsync(started.Id, index, data);
            count++;
        }

        return await store.CompleteAsync(started.Id, new CompleteSnapshotRequest { ChangedBlocks = count });
    }
}
