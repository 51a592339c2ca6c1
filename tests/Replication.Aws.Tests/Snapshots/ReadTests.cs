using Replication.Aws.Snapshots;
using Replication.Aws.Tests.Ebs;
using Replication.Conformance;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Snapshots;

public class ReadTests
{
    private const long Length = 1000L * BlockGeometry.BlockSize;

    private static readonly Dictionary<long, byte[]> Disk =
        Enumerable.Range(0, 8).ToDictionary(i => i * 120L, i => BlockPattern.OneGrain(i + 1, i));

    [Fact]
    public async Task INV_12_small_and_empty_pages_end_with_every_block()
    {
        using var cloud = new FakeCloud();
        cloud.Service.EmptyPages = true;
        cloud.Service.LargestPage = 3;
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo made = await MakeAsync(store);
        Forget(cloud);
        await using ISnapshotReader reader = await store.OpenAsync(made.Id);
        Assert.Equal(Disk.Keys, (await reader.ListBlocksAsync().ToListAsync()).Select(block => block.Index));
        await ReadAllAsync(reader);
        SnapshotInfo child = await store.MakeAsync(Length, made.Id, [.. Disk.Keys.Select(block => (block, BlockPattern.OneGrain((int)block + 50, 1)))]);
        Assert.Equal(Disk.Keys, (await store.ListChangedBlocksAsync(made.Id, child.Id).ToListAsync()).Select(block => block.Index));
    }

    [Fact]
    public async Task INV_12_tokens_that_expire_are_listed_again()
    {
        using var cloud = new FakeCloud();
        cloud.Service.TokenLife = TimeSpan.FromMinutes(1);
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo made = await MakeAsync(store);
        await using ISnapshotReader reader = await store.OpenAsync(made.Id);
        await ReadAllAsync(reader);
        cloud.Time.Advance(TimeSpan.FromHours(1));
        await ReadAllAsync(reader);
    }

    [Fact]
    public async Task INV_12_tokens_that_are_refused_before_their_time_are_listed_again()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo made = await MakeAsync(store);
        cloud.Handler.Faults = (operation, number) => operation == "GetSnapshotBlock" && number % 3 == 1 ? FakeFault.ExpiredToken : null;
        await using ISnapshotReader reader = await store.OpenAsync(made.Id);
        await ReadAllAsync(reader);
        Assert.True(cloud.Handler.Calls["ListSnapshotBlocks"] > 1);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("damaged")]
    public async Task INV_12_a_block_that_is_damaged_on_its_way_is_read_again(string how)
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo made = await MakeAsync(store);
        FakeFault fault = how == "cut" ? FakeFault.Cut : FakeFault.Damaged;
        cloud.Handler.Faults = (operation, number) => operation == "GetSnapshotBlock" && number % 2 == 1 ? fault : null;
        await using ISnapshotReader reader = await store.OpenAsync(made.Id);
        await ReadAllAsync(reader);
    }

    [Fact]
    public async Task INV_03_a_block_that_stays_damaged_is_not_handed_out()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo made = await MakeAsync(store);
        await using ISnapshotReader reader = await store.OpenAsync(made.Id);
        cloud.Handler.Faults = (operation, _) => operation == "GetSnapshotBlock" ? FakeFault.Damaged : null;
        await StoreAssertions.FailsAsync("CorruptBlock", () => reader.ReadBlockAsync(120, new byte[BlockGeometry.BlockSize]).AsTask());
    }

    [Fact]
    public async Task INV_03_what_the_service_vouches_for_and_we_did_not_put_is_not_handed_out()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo made = await MakeAsync(store);
        cloud.Service.Snapshots[made.Id].Image[120] = BlockPattern.Full(77);
        cloud.Service.Snapshots[made.Id].Image.Remove(240);
        await using ISnapshotReader reader = await store.OpenAsync(made.Id);
        await StoreAssertions.FailsAsync("CorruptBlock", () => reader.ReadBlockAsync(120, new byte[BlockGeometry.BlockSize]).AsTask());
        await StoreAssertions.FailsAsync("CorruptBlock", () => reader.ReadBlockAsync(240, new byte[BlockGeometry.BlockSize]).AsTask());
    }

    [Fact]
    public async Task A_workspace_without_digests_reads_the_parent_again_and_the_root_is_right()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo made = await MakeAsync(store);
        Forget(cloud);
        await using (ISnapshotReader reader = await store.OpenAsync(made.Id))
        {
            Assert.All(await reader.ListBlocksAsync().ToListAsync(), block => Assert.Null(block.Digest));
            Assert.Equal(made.Root, reader.Info.Root);
        }

        SnapshotInfo child = await store.MakeAsync(Length, made.Id, (1, BlockPattern.Full(9)));
        await store.HoldsAsync(made.Id, Disk);
        await store.HoldsAsync(child.Id, new Dictionary<long, byte[]>(Disk) { [1] = BlockPattern.Full(9) });
    }

    [Fact]
    public async Task INV_03_a_parent_that_is_not_what_its_tag_says_is_no_base_for_a_child()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo made = await MakeAsync(store);
        Forget(cloud);
        cloud.Service.Snapshots[made.Id].Image[120] = BlockPattern.Full(77);
        await StoreAssertions.FailsAsync("CorruptIndex", () => store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = made.Id }));
    }

    [Fact]
    public async Task INV_03_damaged_digests_are_not_believed()
    {
        using var cloud = new FakeCloud();
        string id;
        await using (EbsSnapshotStore before = await cloud.OpenStoreAsync()) id = (await MakeAsync(before)).Id;
        string file = Assert.Single(Directory.GetFiles(Path.Combine(cloud.StateFolder, "fingerprints")));
        using (FileStream stream = File.OpenWrite(file))
        {
            stream.Position = 120 * BlockDigest.Size;
            stream.WriteByte(1);
        }

        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        await using ISnapshotReader reader = await store.OpenAsync(id);
        Assert.All(await reader.ListBlocksAsync().ToListAsync(), block => Assert.Null(block.Digest));
        await ReadAllAsync(reader);
    }

    [Fact]
    public async Task Snapshots_of_different_disks_cannot_be_compared()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo one = await MakeAsync(store);
        SnapshotInfo two = await MakeAsync(store);
        await StoreAssertions.FailsAsync("UnrelatedSnapshots", () => store.ListChangedBlocksAsync(one.Id, two.Id).ToListAsync());
    }

    [Fact]
    public async Task A_snapshot_that_takes_its_time_to_complete_is_waited_for()
    {
        using var cloud = new FakeCloud();
        cloud.Service.SealingTime = TimeSpan.FromMinutes(20);
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo made = await MakeAsync(store);
        Assert.Equal(SnapshotState.Completed, made.State);
        Assert.True(cloud.Time.Waited >= TimeSpan.FromMinutes(20));
    }

    private static Task<SnapshotInfo> MakeAsync(EbsSnapshotStore store) => store.MakeAsync(Length, null, [.. Disk.Select(block => (block.Key, block.Value))]);

    /// <summary>The workspace loses its digests.</summary>
    private static void Forget(FakeCloud cloud)
    {
        foreach (string file in Directory.GetFiles(Path.Combine(cloud.StateFolder, "fingerprints"))) File.Delete(file);
    }

    private static async Task ReadAllAsync(ISnapshotReader reader)
    {
        var buffer = new byte[BlockGeometry.BlockSize];
        foreach (var (block, data) in Disk)
        {
            Assert.Equal(BlockDigest.Compute(data), await reader.ReadBlockAsync(block, buffer));
            Assert.True(buffer.AsSpan().SequenceEqual(data));
            Assert.True((await reader.ReadBlockAsync(block + 1, buffer)).IsAbsent);
            Assert.False(buffer.AsSpan().ContainsAnyExcept((byte)0));
        }
    }
}
