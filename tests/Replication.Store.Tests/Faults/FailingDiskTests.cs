using Replication.Conformance;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Store.Tests.Faults;

/// <summary>Every single operation of a life fails once, for want of space or for an error of the device.</summary>
public class FailingDiskTests
{
    private const long Length = 40L * BlockGeometry.BlockSize;
    private const int NoSpace = 28;
    private const int DeviceError = 5;

    [Theory]
    [InlineData(NoSpace, "StorageFull")]
    [InlineData(DeviceError, "StoreInputOutput")]
    public async Task INV_02_a_failed_operation_loses_nothing_completed_and_the_rest_is_continued(int code, string errorId)
    {
        int met = 0;
        bool reached = true;
        for (int failing = 0; reached; failing++)
        {
            var disk = new MemoryFiles();
            FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", Options(disk));
            SnapshotInfo first = await store.MakeAsync(Length, null, (0, Block(1)), (1, Block(2)));
            int change = 0;
            reached = false;
            disk.BeforeChange = _ =>
            {
                if (change++ != failing) return;
                reached = true;
                throw new IOException("injected", code);
            };
            string? found = await DeltaAsync(store, first.Id);
            if (found is not null)
            {
                Assert.Equal(errorId, found);
                met++;
            }

            // The disk is well again: the same call, in the same process, continues what was begun.
            disk.BeforeChange = null;
            Assert.Null(await DeltaAsync(store, first.Id));
            SnapshotInfo child = Assert.Single(await store.ListAsync().ToListAsync(), info => info.ParentId == first.Id);
            await store.HoldsAsync(first.Id, new Dictionary<long, byte[]> { [0] = Block(1), [1] = Block(2) });
            await store.HoldsAsync(child.Id, new Dictionary<long, byte[]> { [0] = Block(3), [1] = Block(2), [30] = Block(4) });
            Assert.True((await store.VerifyAsync()).IsIntact);
            await store.DeleteAsync(first.Id);
            await store.DeleteAsync(child.Id);
            await store.DisposeAsync();
            await using FileSnapshotStore again = await FileSnapshotStore.OpenAsync("/store", Options(disk));
            Assert.Empty(disk.ListDirectories("/store/volumes"));
        }

        Assert.True(met > 15, $"only {met} failures were met");
    }

    [Fact]
    public async Task A_writer_is_dead_after_its_first_failure_until_it_is_resumed()
    {
        var disk = new MemoryFiles();
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", Options(disk));
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await store.PutBlockAsync(pending.Id, 0, Block(1));
        disk.BeforeChange = _ => throw new IOException("injected", NoSpace);
        await StoreAssertions.FailsAsync("StorageFull", () => store.PutBlockAsync(pending.Id, 1, Block(2)).AsTask());
        disk.BeforeChange = null;
        await StoreAssertions.FailsAsync("StorageFull", () => store.PutBlockAsync(pending.Id, 1, Block(2)).AsTask());
        await StoreAssertions.FailsAsync("StorageFull", () => store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 }));
        Assert.Equal([0], (await store.ListPendingBlocksAsync(pending.Id).ToListAsync()).Select(block => block.Index));
        await store.PutBlockAsync(pending.Id, 1, Block(2));
        await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 2 });
    }

    [Fact]
    public async Task Blocks_leave_room_for_documents_and_go_on_when_there_is_more()
    {
        var disk = new MemoryFiles();
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", Options(disk));
        SnapshotInfo first = await store.MakeAsync(Length, null, (0, Block(1)));
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = first.Id });
        await store.PutBlockAsync(pending.Id, 0, Block(2));
        disk.Free = 1 << 20;
        await StoreAssertions.FailsAsync("StorageFull", () => store.PutBlockAsync(pending.Id, 1, Block(3)).AsTask());
        await store.WriteAsync("points/p", new byte[] { 1 }, expectedVersion: null);
        await store.HoldsAsync(first.Id, new Dictionary<long, byte[]> { [0] = Block(1) });
        disk.Free = 1 << 30;
        await store.PutBlockAsync(pending.Id, 1, Block(3));
        await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 2 });
        await store.HoldsAsync(pending.Id, new Dictionary<long, byte[]> { [0] = Block(2), [1] = Block(3) });
    }

    [Fact]
    public async Task A_store_on_a_full_disk_is_opened()
    {
        var disk = new MemoryFiles();
        SnapshotInfo made;
        await using (FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", Options(disk)))
            made = await store.MakeAsync(Length, null, (0, Block(1)));
        disk.BeforeChange = operation =>
        {
            if (operation.Kind is DiskOperationKind.Write or DiskOperationKind.Create) throw new IOException("full", NoSpace);
        };
        await using FileSnapshotStore again = await FileSnapshotStore.OpenAsync("/store", Options(disk));
        await again.HoldsAsync(made.Id, new Dictionary<long, byte[]> { [0] = Block(1) });
        await again.DeleteAsync(made.Id);
    }

    [Fact]
    public async Task A_full_disk_can_be_emptied()
    {
        var disk = new MemoryFiles();
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", Options(disk));
        SnapshotInfo first = await store.MakeAsync(Length, null, (0, Block(1)), (1, Block(2)));
        SnapshotInfo second = await store.MakeAsync(Length, first.Id, (0, Block(3)));
        long before = (await store.StatisticsAsync()).AllocatedBytes;
        disk.BeforeChange = operation =>
        {
            if (operation.Kind is DiskOperationKind.Write or DiskOperationKind.Create) throw new IOException("full", NoSpace);
        };
        await store.DeleteAsync(first.Id);
        Assert.True((await store.StatisticsAsync()).AllocatedBytes <= before - BlockGeometry.GrainSize);
        await store.HoldsAsync(second.Id, new Dictionary<long, byte[]> { [0] = Block(3), [1] = Block(2) });
    }

    private static byte[] Block(int seed) => BlockPattern.OneGrain(seed, seed % 8);

    private static StoreOptions Options(MemoryFiles disk) => new()
    {
        Create = true,
        Files = disk,
        SegmentBytes = 2 * BlockGeometry.GrainSize,
        CheckpointBytes = 2 * BlockGeometry.BlockSize,
    };

    /// <summary>Null when it went through, else the id of the error.</summary>
    private static async Task<string?> DeltaAsync(FileSnapshotStore store, string parent)
    {
        try
        {
            SnapshotInfo child = await store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = parent, ClientToken = "delta" });
            if (child.State == SnapshotState.Completed) return null;
            var there = (await store.ListPendingBlocksAsync(child.Id).ToListAsync()).Select(block => block.Index).ToHashSet();
            foreach (var (index, seed) in new[] { (0L, 3), (30L, 4) })
            {
                if (!there.Contains(index)) await store.PutBlockAsync(child.Id, index, Block(seed));
            }

            await store.CompleteAsync(child.Id, new CompleteSnapshotRequest { ChangedBlocks = 2 });
            return null;
        }
        catch (SnapshotStoreException error)
        {
            return error.ErrorId;
        }
    }
}
