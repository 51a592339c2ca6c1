using Replication.Conformance;
using Replication.Core.Manifests;
using Replication.Core.Snapshots;
using Replication.Store.Maintenance;
using Replication.Store.Tests.Faults;

namespace Replication.Store.Tests.Damage;

public class VerificationTests
{
    private const long Length = 100L * BlockGeometry.BlockSize;
    private readonly MemoryFiles _disk = new();

    [Fact]
    public async Task An_intact_store_is_verified_reading_each_stored_block_once()
    {
        await using FileSnapshotStore store = await OpenAsync();
        SnapshotInfo first = await store.MakeAsync(Length, null, (0, BlockPattern.Full(1)), (50, BlockPattern.Full(2)));
        await store.MakeAsync(Length, first.Id, (50, BlockPattern.Full(3)));
        await store.WriteAsync("m", "x"u8.ToArray(), null);
        VerificationReport report = await store.VerifyAsync();
        Assert.Equal((2, 1, 3, true), (report.Snapshots, report.Manifests, report.Blocks, report.IsIntact));
        Assert.Equal(2, (await store.VerifyAsync(first.Id)).Blocks);
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.VerifyAsync("snap-00000000000000bad"));
    }

    [Fact]
    public async Task INV_03_every_damaged_block_is_named_in_every_snapshot_that_shares_it()
    {
        await using FileSnapshotStore store = await OpenAsync();
        SnapshotInfo first = await store.MakeAsync(Length, null, (0, BlockPattern.Full(1)), (50, BlockPattern.Full(2)));
        SnapshotInfo second = await store.MakeAsync(Length, first.Id, (50, BlockPattern.Full(3)));
        MemoryInode segment = _disk.Content().First(file => file.Key.EndsWith(first.Id, StringComparison.Ordinal)).Value;
        segment.Write(5, [0xAA]);
        segment.Write(BlockGeometry.BlockSize + 5, [0xAA]);
        VerificationReport report = await store.VerifyAsync();
        Assert.Equal(
            new (string?, long?)[] { (first.Id, 0), (first.Id, 50), (second.Id, 0) }.Order(),
            report.Damages.Select(damage => (damage.SnapshotId, damage.BlockIndex)).Order());
        Assert.All(report.Damages, damage => Assert.Equal("CorruptBlock", damage.ErrorId));
    }

    [Fact]
    public async Task INV_03_a_child_heals_what_is_damaged_in_its_parent()
    {
        await using FileSnapshotStore store = await OpenAsync();
        SnapshotInfo first = await store.MakeAsync(Length, null, (0, BlockPattern.Full(1)));
        _disk.Content().First(file => file.Key.EndsWith(first.Id, StringComparison.Ordinal)).Value.Write(5, [0xAA]);
        SnapshotInfo second = await store.MakeAsync(Length, first.Id, (0, BlockPattern.Full(1)));
        await store.HoldsAsync(second.Id, new Dictionary<long, byte[]> { [0] = BlockPattern.Full(1) });
        VerificationReport report = await store.VerifyAsync();
        Assert.Equal(first.Id, Assert.Single(report.Damages).SnapshotId);
    }

    [Fact]
    public async Task A_damaged_descriptor_is_reported_and_hides_nothing_else()
    {
        await using FileSnapshotStore store = await OpenAsync();
        SnapshotInfo first = await store.MakeAsync(Length, null, (0, BlockPattern.Full(1)));
        SnapshotInfo second = await store.MakeAsync(Length, first.Id, (1, BlockPattern.Full(2)));
        SnapshotInfo third = await store.MakeAsync(Length, second.Id, (1, BlockPattern.Full(3)));
        _disk.Content().First(file => file.Key.EndsWith($"snapshots/{second.Id}.json", StringComparison.Ordinal)).Value.Write(20, [1]);
        Assert.Equal(second.Id, Assert.Single((await store.VerifyAsync()).Damages).SnapshotId);
        List<SnapshotInfo> listed = await store.ListAsync().ToListAsync();
        Assert.Equal(SnapshotState.Error, listed.Single(info => info.Id == second.Id).State);
        // Deleting around it must not take what the damaged one may still refer to.
        await store.DeleteAsync(first.Id);
        await store.DeleteAsync(second.Id);
        await store.HoldsAsync(third.Id, new Dictionary<long, byte[]> { [0] = BlockPattern.Full(1), [1] = BlockPattern.Full(3) });
        await store.DeleteAsync(third.Id);
        Assert.Empty(_disk.ListDirectories("/store/volumes"));
    }

    private Task<FileSnapshotStore> OpenAsync() => FileSnapshotStore.OpenAsync("/store", new StoreOptions { Create = true, Files = _disk });
}
