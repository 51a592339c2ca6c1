using Replication.Agent.Server.Faults;
using Replication.Conformance;
using Replication.Core.Errors;
using Replication.Core.Manifests;
using Replication.Core.Snapshots;
using Replication.Remote.Calls;
using Replication.Remote.Manifests;
using Replication.Remote.Snapshots;
using Replication.Remote.Tests.Support;

namespace Replication.Remote.Tests;

/// <summary>What travels, and what becomes of it on a bad way.</summary>
public sealed class WireTests
{
    private const long Length = 16L * BlockGeometry.BlockSize;

    private static readonly byte[] Random = RandomBlock(1);

    private static readonly byte[] Text = TextBlock();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HVR_30_compressible_blocks_travel_shorter_and_without_compression_as_they_are(bool compress)
    {
        await using ServedStore served = await ServedStore.StartAsync();
        RemoteSnapshotStore store = await served.OpenAsync(options => options with { Compress = compress });
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await store.PutBlockAsync(pending.Id, 0, Text);
        if (compress) Assert.InRange(store.SentTo(pending.Id), 1, BlockGeometry.BlockSize / 8);
        else Assert.Equal(BlockGeometry.BlockSize, store.SentTo(pending.Id));
    }

    [Fact]
    public async Task HVR_30_what_compression_does_not_shorten_travels_as_it_is()
    {
        await using ServedStore served = await ServedStore.StartAsync();
        RemoteSnapshotStore store = await served.OpenAsync();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        await store.PutBlockAsync(pending.Id, 0, Random);
        Assert.Equal(BlockGeometry.BlockSize, store.SentTo(pending.Id));
    }

    [Fact]
    public async Task Of_a_changed_block_only_the_grains_travel_that_are_others()
    {
        await using ServedStore served = await ServedStore.StartAsync();
        RemoteSnapshotStore store = await served.OpenAsync(options => options with { Compress = false });
        SnapshotInfo parent = await store.MakeAsync(Length, null, (3, Random));
        byte[] changed = [.. Random];
        changed[5 * BlockGeometry.GrainSize] ^= 1;
        IReadOnlyList<BlockDigest> grains = (await store.ReadGrainDigestsAsync(parent.Id, 3))!;
        Assert.Equal(
            Enumerable.Range(0, BlockGeometry.GrainsPerBlock).Select(grain => BlockDigest.Compute(Random.AsSpan(grain * BlockGeometry.GrainSize, BlockGeometry.GrainSize))), grains);
        SnapshotInfo child = await store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = parent.Id });
        await store.PutGrainsAsync(
            child.Id, 3, BlockDigest.Compute(Random), 1 << 5, changed.AsMemory(5 * BlockGeometry.GrainSize, BlockGeometry.GrainSize), BlockDigest.Compute(changed));
        Assert.Equal(BlockGeometry.GrainSize, store.SentTo(child.Id));
        SnapshotInfo made = await store.CompleteAsync(child.Id, new CompleteSnapshotRequest { ChangedBlocks = 1 });
        await store.HoldsAsync(made.Id, new Dictionary<long, byte[]> { [3] = changed });
    }

    [Fact]
    public async Task INV_03_a_block_that_is_damaged_on_its_way_is_noticed_and_read_again()
    {
        await using ServedStore served = await ServedStore.StartAsync();
        await using var link = new DamagingLink(served.Address, [200_000, 700_000]);
        RemoteSnapshotStore direct = await served.OpenAsync();
        SnapshotInfo made = await direct.MakeAsync(Length, null, (1, Random));
        RemoteSnapshotStore store = await served.OpenAsync(options => options with { Address = link.Address, Compress = false });
        await using ISnapshotReader reader = await store.OpenAsync(made.Id);
        var block = new byte[BlockGeometry.BlockSize];
        await reader.ReadBlockAsync(1, block);
        Assert.Equal(2, link.Damaged);
        Assert.Equal(Random, block);
    }

    [Fact]
    public async Task INV_02_a_start_whose_answer_is_lost_is_one_start()
    {
        await using ServedStore served = await ServedStore.StartAsync(Faults("StartSnapshot"));
        RemoteSnapshotStore store = await served.OpenAsync();
        SnapshotInfo started = await store.StartAsync(new StartSnapshotRequest { Length = Length });
        Assert.Equal(started.Id, Assert.Single(await store.ListAsync().ToListAsync()).Id);
    }

    [Fact]
    public async Task INV_02_a_deletion_whose_answer_is_lost_is_a_deletion()
    {
        await using ServedStore served = await ServedStore.StartAsync(Faults("DeleteSnapshot"));
        RemoteSnapshotStore store = await served.OpenAsync();
        SnapshotInfo made = await store.MakeAsync(Length, null);
        await store.DeleteAsync(made.Id);
        Assert.Empty(await store.ListAsync().ToListAsync());
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.DeleteAsync(made.Id));
    }

    [Fact]
    public async Task INV_02_a_manifest_whose_answer_is_lost_is_written_and_deleted_once()
    {
        await using ServedStore served = await ServedStore.StartAsync(Faults("WriteManifest", "DeleteManifest"));
        RemoteManifestStore manifests = served.OpenManifests();
        string version = await manifests.WriteAsync("m", "one"u8.ToArray(), null);
        Assert.Equal(version, (await manifests.ReadAsync("m"))!.Version);
        await manifests.DeleteAsync("m", version);
        Assert.Null(await manifests.ReadAsync("m"));
    }

    [Fact]
    public async Task What_the_server_refuses_keeps_its_id_and_is_not_repeated()
    {
        var faults = new FaultPlan([]);
        await using ServedStore served = await ServedStore.StartAsync(faults);
        RemoteSnapshotStore store = await served.OpenAsync();
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.DescribeAsync("snap-00000000000000bad"));
        Assert.Equal(1, faults.Calls[("replication", "DescribeSnapshot")]);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_named_and_the_error_says_that_it_may_pass()
    {
        await using ServedStore served = await ServedStore.StartAsync();
        await using var link = new ShapedLink(served.Address);
        RemoteSnapshotStore store = await served.OpenAsync(options => options with { Address = link.Address, RepeatFor = TimeSpan.FromMilliseconds(200) });
        link.Cut();
        var error = await Assert.ThrowsAsync<RemoteCallException>(() => store.ListAsync().ToListAsync());
        Assert.Equal(("RemoteUnreachable", true), (error.ErrorId, error.IsTransient));
        link.Heal();
        Assert.Empty(await store.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task Lists_and_blocks_survive_a_way_that_drops_connections()
    {
        await using ServedStore served = await ServedStore.StartAsync();
        await using var link = new ShapedLink(served.Address, new LinkShape(40_000_000, TimeSpan.FromMilliseconds(5), 0.2));
        const int blocks = 24;
        RemoteSnapshotStore store = await served.OpenAsync(options => options with { Address = link.Address, Compress = false });
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = blocks * (long)BlockGeometry.BlockSize });
        await Parallel.ForEachAsync(
            Enumerable.Range(0, blocks), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (index, token) => await store.PutBlockAsync(pending.Id, index, RandomBlock(index), null, token));
        SnapshotInfo made = await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = blocks });
        await store.HoldsAsync(made.Id, Enumerable.Range(0, blocks).ToDictionary(index => (long)index, RandomBlock));
        Assert.True(link.Dropped > 0, "No connection was dropped, so nothing was shown.");
    }

    private static FaultPlan Faults(params string[] operations) =>
        new([.. operations.Select(operation => new FaultRule { Kind = FaultKind.DropAfterEffect, Operation = operation, LastCall = 1 })]);

    private static byte[] RandomBlock(int seed)
    {
        var block = new byte[BlockGeometry.BlockSize];
        new Random(seed).NextBytes(block);
        return block;
    }

    private static byte[] TextBlock()
    {
        var block = new byte[BlockGeometry.BlockSize];
        ReadOnlySpan<byte> line = "GET /index.html HTTP/1.1 200 "u8;
        for (int at = 0; at < block.Length; at += line.Length) line[..Math.Min(line.Length, block.Length - at)].CopyTo(block.AsSpan(at));
        return block;
    }
}
