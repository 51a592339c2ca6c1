using Replication.Conformance;
using Replication.Core.Snapshots;
using Replication.Store.Data;
using Replication.Store.Tests.Faults;

namespace Replication.Store.Tests.Space;

public class SpaceReturnTests
{
    private const long Length = 3000L * BlockGeometry.BlockSize;

    /// <summary>Parents of five snapshots: a chain, and a tree with two branches.</summary>
    public static TheoryData<int[]> Shapes => new([-1, 0, 1, 2, 3], [-1, 0, 0, 1, 2]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Space_comes_back_in_whatever_order_snapshots_are_deleted(int[] parents)
    {
        foreach (int[] order in Orders(5).Where((_, i) => i % 5 == 0))
        {
            var disk = new MemoryFiles();
            await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", new StoreOptions
            {
                Create = true,
                Files = disk,
                SegmentBytes = 8 * BlockGeometry.GrainSize,
            });
            var (ids, disks) = await BuildAsync(store, parents);
            var left = Enumerable.Range(0, 5).ToHashSet();
            foreach (int next in order)
            {
                await store.DeleteAsync(ids[next]);
                left.Remove(next);
                foreach (int i in left) await store.HoldsAsync(ids[i], disks[i]);
                long data = DistinctGrains(left.Select(i => disks[i])) * BlockGeometry.GrainSize;
                long found = (await store.StatisticsAsync()).AllocatedBytes;
                // Three levels of pages, and what two branches of a tree do not share.
                Assert.InRange(found, data, data + left.Count * 12 * StorePage.Size);
            }

            Assert.Empty(disk.ListDirectories("/store/volumes"));
        }
    }

    [Fact]
    public async Task HVR_37_statistics_say_beforehand_what_a_deletion_gives_back()
    {
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", new StoreOptions { Create = true, Files = new MemoryFiles() });
        var (ids, _) = await BuildAsync(store, [-1, 0, 1, 2, 3]);
        foreach (string id in ids)
        {
            var before = await store.StatisticsAsync();
            long promised = before.Snapshots.Single(snapshot => snapshot.SnapshotId == id).ExclusiveBytes;
            await store.DeleteAsync(id);
            Assert.Equal(promised, before.AllocatedBytes - (await store.StatisticsAsync()).AllocatedBytes);
        }
    }

    [Fact]
    public async Task Holes_are_punched_into_real_files()
    {
        using var directory = new TemporaryDirectory();
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync(directory.Path, new StoreOptions { Create = true });
        SnapshotInfo first = await store.MakeAsync(Length, null, (0, BlockPattern.Full(1)), (1, BlockPattern.Full(2)));
        SnapshotInfo second = await store.MakeAsync(Length, first.Id, (0, BlockPattern.Full(3)));
        long before = (await store.StatisticsAsync()).AllocatedBytes;
        await store.DeleteAsync(first.Id);
        Assert.InRange(before - (await store.StatisticsAsync()).AllocatedBytes, BlockGeometry.BlockSize, BlockGeometry.BlockSize + 3 * StorePage.Size);
        await store.HoldsAsync(second.Id, new Dictionary<long, byte[]> { [0] = BlockPattern.Full(3), [1] = BlockPattern.Full(2) });
    }

    [Fact]
    public async Task Replaced_puts_and_aborted_snapshots_leave_nothing()
    {
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", new StoreOptions { Create = true, Files = new MemoryFiles() });
        SnapshotInfo once = await store.MakeAsync(Length, null, (0, BlockPattern.Full(5)));
        long expected = (await store.StatisticsAsync()).AllocatedBytes;
        await store.DeleteAsync(once.Id);
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        for (int seed = 1; seed <= 5; seed++) await store.PutBlockAsync(pending.Id, 0, BlockPattern.Full(seed));
        await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 });
        Assert.Equal(expected, (await store.StatisticsAsync()).AllocatedBytes);
        SnapshotInfo child = await store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = pending.Id });
        await store.PutBlockAsync(child.Id, 1, BlockPattern.Full(7));
        await store.DeleteAsync(child.Id);
        Assert.Equal(expected, (await store.StatisticsAsync()).AllocatedBytes);
    }

    [Fact]
    public async Task A_snapshot_in_use_gives_its_space_back_after_its_reader_is_gone()
    {
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", new StoreOptions { Create = true, Files = new MemoryFiles() });
        SnapshotInfo first = await store.MakeAsync(Length, null, (0, BlockPattern.Full(1)));
        SnapshotInfo second = await store.MakeAsync(Length, first.Id, (0, BlockPattern.Full(2)));
        SnapshotInfo other = await store.MakeAsync(Length, second.Id, (0, BlockPattern.Full(3)));
        long before;
        await using (ISnapshotReader reader = await ((ISnapshotStore)store).OpenAsync(first.Id))
        {
            await store.DeleteAsync(first.Id);
            before = (await store.StatisticsAsync()).AllocatedBytes;
            var block = new byte[BlockGeometry.BlockSize];
            await reader.ReadBlockAsync(0, block);
            Assert.Equal(BlockPattern.Full(1), block);
        }

        await store.DeleteAsync(second.Id);
        Assert.InRange(before - (await store.StatisticsAsync()).AllocatedBytes, 2 * BlockGeometry.BlockSize, 2 * BlockGeometry.BlockSize + 8 * StorePage.Size);
        await store.HoldsAsync(other.Id, new Dictionary<long, byte[]> { [0] = BlockPattern.Full(3) });
    }

    private static long DistinctGrains(IEnumerable<Dictionary<long, byte[]>> disks)
    {
        var grains = new HashSet<(long, int, BlockDigest)>();
        foreach (var (index, block) in disks.SelectMany(disk => disk))
        {
            for (int grain = 0; grain < BlockGeometry.GrainsPerBlock; grain++)
            {
                ReadOnlySpan<byte> bytes = block.AsSpan(grain * BlockGeometry.GrainSize, BlockGeometry.GrainSize);
                if (bytes.ContainsAnyExcept((byte)0)) grains.Add((index, grain, BlockDigest.Compute(bytes)));
            }
        }

        return grains.Count;
    }

    private static async Task<(List<string> Ids, List<Dictionary<long, byte[]>> Disks)> BuildAsync(FileSnapshotStore store, int[] parents)
    {
        var ids = new List<string>();
        var disks = new List<Dictionary<long, byte[]>>();
        for (int i = 0; i < parents.Length; i++)
        {
            var disk = parents[i] < 0 ? [] : new Dictionary<long, byte[]>(disks[parents[i]]);
            byte[] touched = disk.TryGetValue(0, out byte[]? block) ? BlockPattern.Changed(block, 100 + i, i) : BlockPattern.OneGrain(1, 0);
            (long, byte[])[] changes = [(0, touched), (i, BlockPattern.OneGrain(10 + i, i)), (100 * i + 50, BlockPattern.OneGrain(20 + i, 7)), (2999, BlockPattern.OneGrain(30 + i, 3))];
            foreach (var (index, data) in changes.DistinctBy(change => change.Item1)) disk[index] = data;
            ids.Add((await store.MakeAsync(Length, parents[i] < 0 ? null : ids[parents[i]], [.. changes.DistinctBy(change => change.Item1)])).Id);
            disks.Add(disk);
        }

        return (ids, disks);
    }

    private static IEnumerable<int[]> Orders(int count)
    {
        if (count == 0) return [[]];
        return Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(place => order[..place].Append(count - 1).Concat(order[place..]).ToArray()));
    }
}
