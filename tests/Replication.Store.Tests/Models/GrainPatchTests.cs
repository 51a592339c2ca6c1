using Replication.Conformance;
using Replication.Core.Snapshots;
using Replication.Store.Tests.Faults;

namespace Replication.Store.Tests.Models;

public class GrainPatchTests
{
    private const long Length = 10L * BlockGeometry.BlockSize;

    [Fact]
    public async Task INV_01_a_patch_of_grains_gives_the_parents_block_with_them_replaced_and_stores_only_them()
    {
        await using FileSnapshotStore store = await OpenAsync();
        byte[] before = BlockPattern.Full(1);
        SnapshotInfo parent = await store.MakeAsync(Length, null, (3, before));
        byte[] after = BlockPattern.Changed(BlockPattern.Changed(before, 5, 2), 6, 7);
        byte[] grains = [.. Grain(after, 2), .. Grain(after, 7)];
        SnapshotInfo child = await store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = parent.Id });
        long stored = (await store.StatisticsAsync()).AllocatedBytes;
        await store.PutGrainsAsync(child.Id, 3, BlockDigest.Compute(before), 0b1000_0100, grains, BlockDigest.Compute(after));
        Assert.Equal(2 * BlockGeometry.GrainSize, (await store.StatisticsAsync()).AllocatedBytes - stored);
        await store.CompleteAsync(child.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 });
        await store.HoldsAsync(child.Id, new Dictionary<long, byte[]> { [3] = after });
    }

    [Fact]
    public async Task A_patch_onto_nothing_starts_from_zeros_and_one_to_zeros_stores_nothing()
    {
        await using FileSnapshotStore store = await OpenAsync();
        byte[] block = BlockPattern.OneGrain(4, 0);
        SnapshotInfo parent = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await store.PutGrainsAsync(parent.Id, 0, BlockDigest.OfZeroBlock, 1, Grain(block, 0), BlockDigest.Compute(block));
        await store.CompleteAsync(parent.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 });
        await store.HoldsAsync(parent.Id, new Dictionary<long, byte[]> { [0] = block });
        SnapshotInfo child = await store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = parent.Id });
        await store.PutGrainsAsync(child.Id, 0, BlockDigest.Compute(block), 1, new byte[BlockGeometry.GrainSize], BlockDigest.OfZeroBlock);
        await store.CompleteAsync(child.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 });
        await store.HoldsAsync(child.Id, new Dictionary<long, byte[]>());
    }

    [Fact]
    public async Task A_patch_on_another_block_or_with_another_result_is_refused()
    {
        await using FileSnapshotStore store = await OpenAsync();
        byte[] before = BlockPattern.Full(1);
        SnapshotInfo parent = await store.MakeAsync(Length, null, (3, before));
        SnapshotInfo child = await store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = parent.Id });
        byte[] grain = Grain(BlockPattern.Full(2), 0);
        BlockDigest wrong = BlockDigest.Compute("no"u8);
        await StoreAssertions.FailsAsync("ChecksumMismatch", () => store.PutGrainsAsync(child.Id, 3, wrong, 1, grain, wrong).AsTask());
        await StoreAssertions.FailsAsync("ChecksumMismatch", () => store.PutGrainsAsync(child.Id, 3, BlockDigest.Compute(before), 1, grain, wrong).AsTask());
        await StoreAssertions.FailsAsync("BlockOutOfRange", () => store.PutGrainsAsync(child.Id, 3, wrong, 3, grain, wrong).AsTask());
        await StoreAssertions.FailsAsync("BlockOutOfRange", () => store.PutGrainsAsync(child.Id, 10, BlockDigest.OfZeroBlock, 1, grain, wrong).AsTask());
        Assert.Empty(await store.ListPendingBlocksAsync(child.Id).ToListAsync());
    }

    private static byte[] Grain(byte[] block, int grain) => block.AsSpan(grain * BlockGeometry.GrainSize, BlockGeometry.GrainSize).ToArray();

    private static Task<FileSnapshotStore> OpenAsync() => FileSnapshotStore.OpenAsync("/store", new StoreOptions { Create = true, Files = new MemoryFiles() });
}
