using Replication.Core.Snapshots;

namespace Replication.Conformance;

/// <summary>
/// The contract of <see cref="ISnapshotStore"/> as tests. Every adapter's test project derives a class that makes an
/// empty store.
/// </summary>
public abstract class SnapshotStoreConformance
{
    private const long Length = 100L * BlockGeometry.BlockSize + 512;
    private const string Unknown = "snap-00000000000000bad";

    protected abstract Task<ISnapshotStore> CreateAsync();

    [Fact]
    public async Task INV_01_what_was_put_is_read_bit_for_bit()
    {
        await using ISnapshotStore store = await CreateAsync();
        var blocks = new Dictionary<long, byte[]> { [0] = BlockPattern.Full(1), [1] = BlockPattern.OneGrain(2, 7), [31] = BlockPattern.Full(3), [64] = BlockPattern.OneGrain(4, 0) };
        SnapshotInfo made = await store.MakeAsync(Length, null, [.. blocks.Select(pair => (pair.Key, pair.Value))]);
        Assert.Equal(SnapshotState.Completed, made.State);
        Assert.Equal(4, made.ChangedBlocks);
        await store.HoldsAsync(made.Id, blocks);
    }

    [Fact]
    public async Task A_blank_disk_is_a_snapshot_too()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo made = await store.MakeAsync(Length, null);
        Assert.Equal(new RootDigest(Length).Finish(), made.Root);
        await store.HoldsAsync(made.Id, new Dictionary<long, byte[]>());
    }

    [Fact]
    public async Task INV_01_a_child_holds_the_parent_with_its_own_blocks_over_it()
    {
        await using ISnapshotStore store = await CreateAsync();
        byte[] first = BlockPattern.Full(1);
        SnapshotInfo parent = await store.MakeAsync(Length, null, (0, first), (5, BlockPattern.Full(2)), (90, BlockPattern.Full(3)));
        SnapshotInfo child = await store.MakeAsync(Length, parent.Id, (0, BlockPattern.Changed(first, 9, 3)), (5, BlockPattern.Full(0)), (6, BlockPattern.Full(4)));
        await store.HoldsAsync(parent.Id, new Dictionary<long, byte[]> { [0] = first, [5] = BlockPattern.Full(2), [90] = BlockPattern.Full(3) });
        await store.HoldsAsync(child.Id, new Dictionary<long, byte[]> { [0] = BlockPattern.Changed(first, 9, 3), [6] = BlockPattern.Full(4), [90] = BlockPattern.Full(3) });
        Assert.Equal(parent.Id, child.ParentId);
        Assert.Equal(3, child.ChangedBlocks);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(140_000)]
    public async Task A_disk_may_grow(long blocks)
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo parent = await store.MakeAsync(20L * BlockGeometry.BlockSize, null, (3, BlockPattern.Full(1)));
        SnapshotInfo child = await store.MakeAsync(blocks * BlockGeometry.BlockSize, parent.Id, (blocks - 1, BlockPattern.Full(2)));
        SnapshotInfo unchanged = await store.MakeAsync(blocks * BlockGeometry.BlockSize, parent.Id);
        await store.HoldsAsync(child.Id, new Dictionary<long, byte[]> { [3] = BlockPattern.Full(1), [blocks - 1] = BlockPattern.Full(2) });
        await store.HoldsAsync(unchanged.Id, new Dictionary<long, byte[]> { [3] = BlockPattern.Full(1) });
        ChangedBlock changed = Assert.Single(await store.ListChangedBlocksAsync(parent.Id, child.Id).ToListAsync());
        Assert.Equal(blocks - 1, changed.Index);
    }

    [Fact]
    public async Task A_disk_never_shrinks_in_place()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo parent = await store.MakeAsync(Length, null);
        await StoreAssertions.FailsAsync("ParentNotUsable", () => store.StartAsync(new StartSnapshotRequest { Length = Length - 1, ParentId = parent.Id }));
    }

    [Fact]
    public async Task A_parent_must_be_there_and_completed()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await StoreAssertions.FailsAsync("ParentNotUsable", () => store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = pending.Id }));
        await StoreAssertions.FailsAsync("ParentNotUsable", () => store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = Unknown }));
    }

    [Fact]
    public async Task Putting_a_block_again_replaces_it()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        foreach (int seed in new[] { 1, 2, 3 }) await store.PutBlockAsync(pending.Id, 7, BlockPattern.Full(seed));
        SnapshotInfo made = await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 });
        await store.HoldsAsync(made.Id, new Dictionary<long, byte[]> { [7] = BlockPattern.Full(3) });
    }

    [Fact]
    public async Task INV_12_a_wrong_checksum_of_a_block_is_refused_and_stores_nothing()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await StoreAssertions.FailsAsync("ChecksumMismatch", () => store.PutBlockAsync(pending.Id, 1, BlockPattern.Full(1), BlockDigest.Compute("no"u8)).AsTask());
        Assert.Empty(await store.ListPendingBlocksAsync(pending.Id).ToListAsync());
        SnapshotInfo made = await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 0 });
        await store.HoldsAsync(made.Id, new Dictionary<long, byte[]>());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    [InlineData(long.MaxValue)]
    public async Task INV_12_a_block_outside_of_the_disk_is_refused(long index)
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await StoreAssertions.FailsAsync("BlockOutOfRange", () => store.PutBlockAsync(pending.Id, index, BlockPattern.Full(1)).AsTask());
    }

    [Fact]
    public async Task INV_12_a_put_is_exactly_one_block_and_zero_beyond_the_end_of_the_disk()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await StoreAssertions.FailsAsync("BlockOutOfRange", () => store.PutBlockAsync(pending.Id, 0, new byte[BlockGeometry.BlockSize - 1]).AsTask());
        await StoreAssertions.FailsAsync("BlockOutOfRange", () => store.PutBlockAsync(pending.Id, 100, BlockPattern.Full(1)).AsTask());
        var last = new byte[BlockGeometry.BlockSize];
        last.AsSpan(0, 512).Fill(7);
        await store.PutBlockAsync(pending.Id, 100, last);
        SnapshotInfo made = await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 });
        await store.HoldsAsync(made.Id, new Dictionary<long, byte[]> { [100] = last });
    }

    [Fact]
    public async Task INV_12_completion_checks_count_linear_checksum_and_root_and_leaves_it_pending_when_one_is_wrong()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await store.PutBlockAsync(pending.Id, 9, BlockPattern.Full(1));
        BlockDigest wrong = BlockDigest.Compute("no"u8);
        await StoreAssertions.FailsAsync("ChangedBlockCountMismatch", () => store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 2 }));
        await StoreAssertions.FailsAsync("ChecksumMismatch", () => store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1, Checksum = wrong }));
        await StoreAssertions.FailsAsync("RootMismatch", () => store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1, ExpectedRoot = wrong }));
        Assert.Equal(SnapshotState.Pending, (await store.DescribeAsync(pending.Id)).State);
        var root = new RootDigest(Length);
        root.Add(9, BlockDigest.Compute(BlockPattern.Full(1)));
        SnapshotInfo made = await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1, ExpectedRoot = root.Finish() });
        await store.HoldsAsync(made.Id, new Dictionary<long, byte[]> { [9] = BlockPattern.Full(1) });
    }

    [Fact]
    public async Task Completing_twice_with_equal_arguments_is_one_completion()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo made = await store.MakeAsync(Length, null, (9, BlockPattern.Full(1)));
        SnapshotInfo again = await store.CompleteAsync(made.Id, new CompleteSnapshotRequest { ChangedBlocks = 1, ExpectedRoot = made.Root });
        Assert.Equal(made.Root, again.Root);
        await StoreAssertions.FailsAsync("ChangedBlockCountMismatch", () => store.CompleteAsync(made.Id, new CompleteSnapshotRequest { ChangedBlocks = 2 }));
    }

    [Fact]
    public async Task Pending_blocks_are_listed_ascending_with_the_digest_that_arrived()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        foreach (var (index, seed) in new[] { (50L, 1), (2L, 2), (50L, 3), (3L, 0) }) await store.PutBlockAsync(pending.Id, index, BlockPattern.Full(seed));
        Assert.Equal(
            [new(2, BlockDigest.Compute(BlockPattern.Full(2))), new(3, BlockDigest.OfZeroBlock), new(50, BlockDigest.Compute(BlockPattern.Full(3)))],
            await store.ListPendingBlocksAsync(pending.Id).ToListAsync());
        Assert.Equal(3, (await store.DescribeAsync(pending.Id)).ChangedBlocks);
    }

    [Fact]
    public async Task A_pending_snapshot_cannot_be_read_and_a_completed_one_takes_nothing()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await StoreAssertions.FailsAsync("SnapshotNotCompleted", () => store.OpenAsync(pending.Id));
        SnapshotInfo made = await store.MakeAsync(Length, null);
        await StoreAssertions.FailsAsync("SnapshotNotPending", () => store.PutBlockAsync(made.Id, 0, BlockPattern.Full(1)).AsTask());
        await StoreAssertions.FailsAsync("SnapshotNotPending", () => store.ListPendingBlocksAsync(made.Id).ToListAsync());
    }

    [Theory]
    [InlineData(Unknown)]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    public async Task What_is_not_there_is_not_found(string id)
    {
        await using ISnapshotStore store = await CreateAsync();
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.DescribeAsync(id));
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.OpenAsync(id));
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.DeleteAsync(id));
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.PutBlockAsync(id, 0, BlockPattern.Full(1)).AsTask());
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.CompleteAsync(id, new CompleteSnapshotRequest { ChangedBlocks = 0 }));
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.ListPendingBlocksAsync(id).ToListAsync());
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.ListChangedBlocksAsync(id, id).ToListAsync());
    }

    [Fact]
    public async Task An_aborted_snapshot_is_gone()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await store.PutBlockAsync(pending.Id, 0, BlockPattern.Full(1));
        await store.DeleteAsync(pending.Id);
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.DescribeAsync(pending.Id));
        Assert.Empty(await store.ListAsync().ToListAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Any_snapshot_of_a_chain_can_be_deleted_and_the_others_stay_as_they_are(int deleted)
    {
        await using ISnapshotStore store = await CreateAsync();
        var states = new List<Dictionary<long, byte[]>>();
        var ids = new List<string>();
        var disk = new Dictionary<long, byte[]>();
        for (int i = 0; i < 3; i++)
        {
            var changes = new[] { (0L, BlockPattern.Full(10 + i)), (40L + i, BlockPattern.OneGrain(20 + i, i)) };
            foreach (var (index, data) in changes) disk[index] = data;
            states.Add(new Dictionary<long, byte[]>(disk));
            ids.Add((await store.MakeAsync(Length, ids.LastOrDefault(), changes)).Id);
        }

        await store.DeleteAsync(ids[deleted]);
        foreach (int i in Enumerable.Range(0, 3).Where(i => i != deleted)) await store.HoldsAsync(ids[i], states[i]);
        Assert.Equal(ids.Where(id => id != ids[deleted]).Order(), (await store.ListAsync().ToListAsync()).Select(info => info.Id).Order());
    }

    [Fact]
    public async Task A_child_can_be_completed_after_its_parent_was_deleted()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo parent = await store.MakeAsync(Length, null, (0, BlockPattern.Full(1)), (70, BlockPattern.Full(2)));
        SnapshotInfo child = await store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = parent.Id });
        await store.DeleteAsync(parent.Id);
        await store.PutBlockAsync(child.Id, 0, BlockPattern.Changed(BlockPattern.Full(1), 5, 1));
        SnapshotInfo made = await store.CompleteAsync(child.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 });
        await store.HoldsAsync(made.Id, new Dictionary<long, byte[]> { [0] = BlockPattern.Changed(BlockPattern.Full(1), 5, 1), [70] = BlockPattern.Full(2) });
    }

    [Fact]
    public async Task A_reader_keeps_its_content_though_the_snapshot_is_deleted()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo made = await store.MakeAsync(Length, null, (3, BlockPattern.Full(1)));
        await using (ISnapshotReader reader = await store.OpenAsync(made.Id))
        {
            await store.DeleteAsync(made.Id);
            await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.OpenAsync(made.Id));
            var block = new byte[BlockGeometry.BlockSize];
            await reader.ReadBlockAsync(3, block);
            Assert.Equal(BlockPattern.Full(1), block);
        }
    }

    [Fact]
    public async Task Changed_blocks_are_those_whose_content_differs()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo first = await store.MakeAsync(Length, null, (0, BlockPattern.Full(1)), (1, BlockPattern.Full(2)), (60, BlockPattern.Full(3)));
        SnapshotInfo second = await store.MakeAsync(Length, first.Id, (0, BlockPattern.Full(1)), (1, BlockPattern.Full(0)), (60, BlockPattern.Full(4)), (61, BlockPattern.Full(5)));
        BlockDigest D(int seed) => BlockDigest.Compute(BlockPattern.Full(seed));
        ChangedBlock[] expected = [new(1, D(2), default(BlockDigest)), new(60, D(3), D(4)), new(61, default(BlockDigest), D(5))];
        Assert.Equal(expected, await store.ListChangedBlocksAsync(first.Id, second.Id).ToListAsync());
        Assert.Equal(expected[1..], await store.ListChangedBlocksAsync(first.Id, second.Id, 2).ToListAsync());
        Assert.Empty(await store.ListChangedBlocksAsync(first.Id, first.Id).ToListAsync());
    }

    [Fact]
    public async Task Listing_starts_at_the_block_asked_for()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo made = await store.MakeAsync(Length, null, (0, BlockPattern.Full(1)), (33, BlockPattern.Full(2)), (99, BlockPattern.Full(3)));
        await using ISnapshotReader reader = await store.OpenAsync(made.Id);
        Assert.Equal([33, 99], (await reader.ListBlocksAsync(1).ToListAsync()).Select(block => block.Index));
        Assert.Equal([99], (await reader.ListBlocksAsync(34).ToListAsync()).Select(block => block.Index));
        Assert.Empty(await reader.ListBlocksAsync(100).ToListAsync());
    }

    [Fact]
    public async Task A_reader_refuses_blocks_outside_of_the_disk_and_buffers_of_another_size()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo made = await store.MakeAsync(Length, null);
        await using ISnapshotReader reader = await store.OpenAsync(made.Id);
        await StoreAssertions.FailsAsync("BlockOutOfRange", () => reader.ReadBlockAsync(101, new byte[BlockGeometry.BlockSize]).AsTask());
        await StoreAssertions.FailsAsync("BlockOutOfRange", () => reader.ReadBlockAsync(-1, new byte[BlockGeometry.BlockSize]).AsTask());
        await StoreAssertions.FailsAsync("BlockOutOfRange", () => reader.ReadBlockAsync(0, new byte[10]).AsTask());
    }

    [Fact]
    public async Task The_same_token_and_request_give_the_same_snapshot()
    {
        await using ISnapshotStore store = await CreateAsync();
        var request = new StartSnapshotRequest
        {
            Length = Length,
            ClientToken = "token",
            Description = "d",
            Tags = new Dictionary<string, string> { ["b"] = "1", ["a"] = "2" },
        };
        SnapshotInfo first = await store.StartAsync(request);
        Assert.Equal(first.Id, (await store.StartAsync(request)).Id);
        await StoreAssertions.FailsAsync("ClientTokenConflict", () => store.StartAsync(request with { Length = Length + 1 }));
        await StoreAssertions.FailsAsync("ClientTokenConflict", () => store.StartAsync(request with { Description = "e" }));
        SnapshotInfo made = await store.CompleteAsync(first.Id, new CompleteSnapshotRequest { ChangedBlocks = 0 });
        SnapshotInfo again = await store.StartAsync(request);
        Assert.Equal((made.Id, SnapshotState.Completed), (again.Id, again.State));
        Assert.Equal("2", again.Tags["a"]);
    }

    [Fact]
    public async Task A_disk_of_no_bytes_and_more_than_fifty_tags_are_refused()
    {
        await using ISnapshotStore store = await CreateAsync();
        await StoreAssertions.FailsAsync("InvalidLength", () => store.StartAsync(new StartSnapshotRequest { Length = 0 }));
        await StoreAssertions.FailsAsync("InvalidRequest", () => store.StartAsync(new StartSnapshotRequest
        {
            Length = 1,
            Tags = Enumerable.Range(0, 51).ToDictionary(i => $"{i}", i => ""),
        }));
    }

    [Fact]
    public async Task INV_01_concurrent_puts_in_any_order_end_bit_exact()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        long[] order = [.. Enumerable.Range(0, 100).Select(i => (long)i)];
        new Random(7).Shuffle(order);
        await Parallel.ForEachAsync(order, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (index, token) =>
            await store.PutBlockAsync(pending.Id, index, BlockPattern.OneGrain((int)index + 1, (int)index % 8), cancellationToken: token));
        SnapshotInfo made = await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 100 });
        await store.HoldsAsync(made.Id, order.ToDictionary(index => index, index => BlockPattern.OneGrain((int)index + 1, (int)index % 8)));
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        await using ISnapshotStore store = await CreateAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutBlockAsync(pending.Id, 0, BlockPattern.Full(1), null, cancelled).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 0 }, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.DeleteAsync(pending.Id, cancelled));
        Assert.Equal(SnapshotState.Pending, (await store.DescribeAsync(pending.Id)).State);
        Assert.Empty(await store.ListPendingBlocksAsync(pending.Id).ToListAsync());
    }
}
