using Replication.Aws.Snapshots;
using Replication.Aws.Tests.Ebs;
using Replication.Conformance;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Snapshots;

public class ResumeTests
{
    private const long Length = 10L * BlockGeometry.BlockSize;

    private static readonly StartSnapshotRequest Request = new() { Length = Length, ClientToken = "token", Description = "d" };

    [Fact]
    public async Task INV_02_another_process_goes_on_with_what_was_put()
    {
        using var cloud = new FakeCloud();
        string id;
        await using (EbsSnapshotStore before = await cloud.OpenStoreAsync())
        {
            id = (await before.StartAsync(Request)).Id;
            await before.PutBlockAsync(id, 3, BlockPattern.Full(3));
            await before.PutBlockAsync(id, 4, BlockPattern.Full(0));
            cloud.Handler.Faults = (_, _) => FakeFault.Refused;
            await Assert.ThrowsAnyAsync<SnapshotStoreException>(() => before.PutBlockAsync(id, 5, BlockPattern.Full(5)).AsTask());
            cloud.Handler.Faults = null;
        }

        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        Assert.Equal(id, (await store.StartAsync(Request)).Id);
        Assert.Equal(
            [new SnapshotBlock(3, BlockDigest.Compute(BlockPattern.Full(3))), new SnapshotBlock(4, BlockDigest.OfZeroBlock), new SnapshotBlock(5, null)],
            await store.ListPendingBlocksAsync(id).ToListAsync());
        await store.PutBlockAsync(id, 5, BlockPattern.Full(6));
        await store.CompleteAsync(id, new CompleteSnapshotRequest { ChangedBlocks = 3 });
        await store.HoldsAsync(id, new Dictionary<long, byte[]> { [3] = BlockPattern.Full(3), [5] = BlockPattern.Full(6) });
        Assert.Empty(Directory.GetFiles(Path.Combine(cloud.StateFolder, "pending")));
    }

    [Fact]
    public async Task INV_02_a_start_whose_process_died_before_the_answer_is_the_same_snapshot()
    {
        using var cloud = new FakeCloud();
        await using (EbsSnapshotStore before = await cloud.OpenStoreAsync())
        {
            using var stop = new CancellationTokenSource();
            cloud.Handler.Faults = (_, _) =>
            {
                stop.Cancel();
                return FakeFault.DroppedAfter;
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => before.StartAsync(Request, stop.Token));
            cloud.Handler.Faults = null;
        }

        string made = Assert.Single(cloud.Service.Snapshots).Key;
        // Not even found by its tag yet.
        cloud.Service.Invisible = TimeSpan.FromSeconds(30);
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        Assert.Equal(made, (await store.StartAsync(Request)).Id);
    }

    [Fact]
    public async Task INV_02_a_lost_journal_means_a_new_snapshot_and_the_end_of_the_old_one()
    {
        using var cloud = new FakeCloud();
        string lost;
        await using (EbsSnapshotStore before = await cloud.OpenStoreAsync())
        {
            lost = (await before.StartAsync(Request)).Id;
            await before.PutBlockAsync(lost, 3, BlockPattern.Full(3));
        }

        Directory.Delete(Path.Combine(cloud.StateFolder, "pending"), recursive: true);
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        await StoreAssertions.FailsAsync("SnapshotNotPending", () => store.PutBlockAsync(lost, 4, BlockPattern.Full(4)).AsTask());
        await StoreAssertions.FailsAsync("SnapshotNotPending", () => store.ListPendingBlocksAsync(lost).ToListAsync());
        await StoreAssertions.FailsAsync("SnapshotNotPending", () => store.CompleteAsync(lost, new CompleteSnapshotRequest { ChangedBlocks = 1 }));
        SnapshotInfo again = await store.StartAsync(Request);
        Assert.NotEqual(lost, again.Id);
        Assert.Equal(again.Id, Assert.Single(cloud.Service.Snapshots).Key);
        Assert.Empty(await store.ListPendingBlocksAsync(again.Id).ToListAsync());
    }

    [Theory]
    [InlineData("*.blocks")]
    [InlineData("*.json")]
    public async Task INV_02_half_a_journal_is_a_lost_one(string half)
    {
        using var cloud = new FakeCloud();
        string lost;
        await using (EbsSnapshotStore before = await cloud.OpenStoreAsync()) lost = (await before.StartAsync(Request)).Id;
        foreach (string file in Directory.GetFiles(Path.Combine(cloud.StateFolder, "pending"), half)) File.Delete(file);
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        Assert.NotEqual(lost, (await store.StartAsync(Request)).Id);
    }

    [Fact]
    public async Task INV_03_marks_that_a_power_loss_took_make_the_service_refuse_the_completion()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        string id = (await store.StartAsync(Request)).Id;
        await store.PutBlockAsync(id, 3, BlockPattern.Full(3));
        await store.PutBlockAsync(id, 4, BlockPattern.Full(4));
        store.Parts.Journals.Find(id)!.Set(4, default);
        await FailsAsync("AwsRequestRefused", () => store.CompleteAsync(id, new CompleteSnapshotRequest { ChangedBlocks = 1 }));
        Assert.Equal(SnapshotState.Pending, (await store.DescribeAsync(id)).State);
    }

    [Fact]
    public async Task INV_03_a_block_that_the_service_holds_otherwise_makes_it_refuse_the_completion()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        string id = (await store.StartAsync(Request)).Id;
        await store.PutBlockAsync(id, 3, BlockPattern.Full(3));
        cloud.Service.Snapshots[id].Put[3] = BlockPattern.Full(9);
        await FailsAsync("AwsRequestRefused", () => store.CompleteAsync(id, new CompleteSnapshotRequest { ChangedBlocks = 1 }));
        Assert.Equal(SnapshotState.Pending, (await store.DescribeAsync(id)).State);
    }

    [Fact]
    public async Task A_journal_of_a_newer_format_is_left_alone()
    {
        using var cloud = new FakeCloud();
        await using (EbsSnapshotStore before = await cloud.OpenStoreAsync()) await before.StartAsync(Request);
        string header = Assert.Single(Directory.GetFiles(Path.Combine(cloud.StateFolder, "pending"), "*.json"));
        File.WriteAllText(header, File.ReadAllText(header).Replace("journal-1", "journal-2", StringComparison.Ordinal));
        await StoreAssertions.FailsAsync("StoreFormatUnsupported", () => cloud.OpenStoreAsync());
        Assert.True(File.Exists(header));
    }

    [Fact]
    public async Task Abandoned_snapshots_of_this_workspace_are_removed_and_no_others()
    {
        using var cloud = new FakeCloud();
        using var other = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        SnapshotInfo completed = await store.MakeAsync(Length, null, (1, BlockPattern.Full(1)));
        string abandoned = (await store.StartAsync(new StartSnapshotRequest { Length = Length })).Id;
        string going = (await store.StartAsync(new StartSnapshotRequest { Length = Length })).Id;
        await using EbsSnapshotStore elsewhere = await EbsSnapshotStore.OpenAsync(store.Parts.Options with { StateFolder = other.StateFolder }, cloud.Client, cloud.Ec2, cloud.Time);
        string foreign = (await elsewhere.StartAsync(new StartSnapshotRequest { Length = Length })).Id;
        store.Parts.Journals.Remove(store.Parts.Journals.Find(abandoned)!);

        Assert.Empty(await store.RemoveAbandonedAsync(TimeSpan.FromHours(1)));
        cloud.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal([abandoned], await store.RemoveAbandonedAsync(TimeSpan.FromHours(1)));
        Assert.Equal(new[] { completed.Id, going, foreign }.Order(), cloud.Service.Snapshots.Keys.Order());
    }

    [Fact]
    public async Task Journals_of_snapshots_that_are_pending_no_more_are_dropped()
    {
        using var cloud = new FakeCloud();
        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        string cancelled = (await store.StartAsync(new StartSnapshotRequest { Length = Length })).Id;
        string completed = (await store.StartAsync(new StartSnapshotRequest { Length = Length })).Id;
        string going = (await store.StartAsync(new StartSnapshotRequest { Length = Length })).Id;
        cloud.Service.Snapshots.Remove(cancelled);
        cloud.Service.Snapshots[completed].Complete();
        cloud.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(await store.RemoveAbandonedAsync(TimeSpan.FromHours(1)));
        Assert.Equal([going], store.Parts.Journals.All.Select(journal => journal.SnapshotId));
    }

    [Fact]
    public async Task A_deletion_that_waits_for_a_reader_is_finished_by_the_next_process()
    {
        using var cloud = new FakeCloud();
        string id;
        await using (EbsSnapshotStore before = await cloud.OpenStoreAsync())
        {
            id = (await before.MakeAsync(Length, null, (1, BlockPattern.Full(1)))).Id;
            _ = await before.OpenAsync(id);
            await before.DeleteAsync(id);
            Assert.True(cloud.Service.Snapshots.ContainsKey(id));
        }

        await using EbsSnapshotStore store = await cloud.OpenStoreAsync();
        Assert.Empty(cloud.Service.Snapshots);
        await StoreAssertions.FailsAsync("SnapshotNotFound", () => store.DescribeAsync(id));
    }

    /// <summary>Failed calls have an exception type of their own.</summary>
    private static async Task FailsAsync(string errorId, Func<Task> call) =>
        Assert.Equal(errorId, (await Assert.ThrowsAnyAsync<SnapshotStoreException>(call)).ErrorId);
}
