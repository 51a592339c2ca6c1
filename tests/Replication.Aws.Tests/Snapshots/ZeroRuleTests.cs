using System.Globalization;
using Replication.Aws.Snapshots;
using Replication.Aws.Tests.Ebs;
using Replication.Conformance;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Snapshots;

/// <summary>Which blocks must be sent as zeros; getting it wrong corrupts volumes without any error.</summary>
public class ZeroRuleTests
{
    private const long Length = 10L * BlockGeometry.BlockSize;

    [Fact]
    public async Task Without_parent_and_encryption_zeros_are_not_sent()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo made = await store.MakeAsync(Length, null, (1, BlockPattern.Full(1)), (2, BlockPattern.Full(0)));
        Assert.Equal(2, made.ChangedBlocks);
        Assert.Equal(1, cloud.Handler.Calls["PutSnapshotBlock"]);
        IsVolume(cloud, made.Id, new() { [1] = BlockPattern.Full(1) });
    }

    [Fact]
    public async Task Zeros_over_a_block_that_was_sent_are_sent()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await store.PutBlockAsync(pending.Id, 1, BlockPattern.Full(1));
        await store.PutBlockAsync(pending.Id, 1, BlockPattern.Full(0));
        await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 });
        IsVolume(cloud, pending.Id, []);
        await store.HoldsAsync(pending.Id, new Dictionary<long, byte[]>());
    }

    [Fact]
    public async Task Zeros_over_a_put_that_failed_are_sent()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        using var stop = new CancellationTokenSource();
        cloud.Handler.Faults = (_, _) =>
        {
            stop.Cancel();
            return FakeFault.DroppedAfter;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutBlockAsync(pending.Id, 1, BlockPattern.Full(1), null, stop.Token).AsTask());
        cloud.Handler.Faults = null;
        await store.PutBlockAsync(pending.Id, 1, BlockPattern.Full(0));
        await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 });
        IsVolume(cloud, pending.Id, []);
    }

    [Fact]
    public async Task In_a_child_zeros_hide_the_block_of_the_parent()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo parent = await store.MakeAsync(Length, null, (1, BlockPattern.Full(1)), (2, BlockPattern.Full(2)));
        SnapshotInfo child = await store.MakeAsync(Length, parent.Id, (1, BlockPattern.Full(0)));
        IsVolume(cloud, child.Id, new() { [2] = BlockPattern.Full(2) });
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Encrypted_snapshots_hold_every_block_of_the_disk(bool byOption, bool byDefault)
    {
        using var cloud = new FakeCloud();
        cloud.Service.EncryptionByDefault = byDefault;
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync(options => options with { Encrypt = byOption });
        SnapshotInfo made = await store.MakeAsync(Length, null, (1, BlockPattern.Full(1)), (2, BlockPattern.Full(0)));
        Assert.Equal(2, made.ChangedBlocks);
        Assert.True(cloud.Service.Snapshots[made.Id].Encrypted);
        Assert.Equal("explicit", cloud.Service.Snapshots[made.Id].Tags[SnapshotTags.Zeros]);
        IsVolume(cloud, made.Id, new() { [1] = BlockPattern.Full(1) });
        await store.HoldsAsync(made.Id, new Dictionary<long, byte[]> { [1] = BlockPattern.Full(1) });

        // A child fills what it grew by, and nothing that its parent holds already.
        int before = cloud.Handler.Calls["PutSnapshotBlock"];
        SnapshotInfo child = await store.MakeAsync(Length + 3 * BlockGeometry.BlockSize, made.Id, (2, BlockPattern.Full(2)));
        Assert.Equal(4, cloud.Handler.Calls["PutSnapshotBlock"] - before);
        IsVolume(cloud, child.Id, new() { [1] = BlockPattern.Full(1), [2] = BlockPattern.Full(2) });
    }

    [Fact]
    public async Task A_child_with_explicit_zeros_fills_what_its_parent_left_out()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore plain = await cloud.OpenStoreAsync();
        SnapshotInfo parent = await plain.MakeAsync(Length, null, (1, BlockPattern.Full(1)));
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync(options => options with { ExplicitZeros = true });
        SnapshotInfo child = await store.MakeAsync(Length, parent.Id, (2, BlockPattern.Full(2)));
        Assert.Equal(Enumerable.Range(0, 10), cloud.Service.Snapshots[child.Id].Image.Keys);
        IsVolume(cloud, child.Id, new() { [1] = BlockPattern.Full(1), [2] = BlockPattern.Full(2) });
    }

    [Fact]
    public async Task A_fill_that_was_interrupted_is_not_taken_for_the_callers_blocks()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync(options => options with { Encrypt = true });
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await store.PutBlockAsync(pending.Id, 1, BlockPattern.Full(1));
        var request = new CompleteSnapshotRequest { ChangedBlocks = 1 };
        cloud.Handler.Faults = (operation, _) => operation == "CompleteSnapshot" ? FakeFault.Denied : null;
        await Assert.ThrowsAnyAsync<Core.Errors.SnapshotStoreException>(() => store.CompleteAsync(pending.Id, request));
        cloud.Handler.Faults = null;
        Assert.Equal([1], (await store.ListPendingBlocksAsync(pending.Id).ToListAsync()).Select(block => block.Index));
        await store.CompleteAsync(pending.Id, request);
        IsVolume(cloud, pending.Id, new() { [1] = BlockPattern.Full(1) });
    }

    [Fact]
    public async Task An_unencrypted_parent_is_refused_where_children_are_to_be_encrypted()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore plain = await cloud.OpenStoreAsync();
        SnapshotInfo parent = await plain.MakeAsync(Length, null);
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync(options => options with { Encrypt = true });
        await StoreAssertions.FailsAsync("ParentNotUsable", () => store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = parent.Id }));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1L << 30, 1)]
    [InlineData((1L << 30) + 1, 2)]
    public async Task INV_05_the_volume_is_rounded_up_and_the_true_length_kept(long length, long volumeSize)
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo made = await store.MakeAsync(length, null);
        Assert.Equal(length, made.Length);
        Assert.Equal(volumeSize, cloud.Service.Snapshots[made.Id].VolumeSize);
        Assert.Equal(length.ToString(CultureInfo.InvariantCulture), cloud.Service.Snapshots[made.Id].Tags[SnapshotTags.Length]);
        Assert.Equal(new RootDigest(length).Finish().ToString(), cloud.Service.Snapshots[made.Id].Tags[SnapshotTags.Root]);
    }

    /// <summary>What a volume made from the snapshot would hold, over the length of the disk.</summary>
    private static void IsVolume(FakeCloud cloud, string id, Dictionary<int, byte[]> expected)
    {
        FakeSnapshot snapshot = cloud.Service.Snapshots[id];
        long blocks = BlockGeometry.BlockCount(long.Parse(snapshot.Tags[SnapshotTags.Length], CultureInfo.InvariantCulture));
        for (int block = 0; block < blocks; block++)
            Assert.True(FakeEbsService.Content(snapshot, block).AsSpan().SequenceEqual(expected.GetValueOrDefault(block) ?? new byte[BlockGeometry.BlockSize]), $"block {block}");
    }
}
