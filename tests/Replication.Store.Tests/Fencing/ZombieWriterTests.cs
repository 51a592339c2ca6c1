using Replication.Conformance;
using Replication.Core.Fencing;
using Replication.Core.Manifests;
using Replication.Core.Snapshots;
using static Replication.Conformance.StoreAssertions;

namespace Replication.Store.Tests.Fencing;

/// <summary>A run that was taken for dead and goes on writing, beside the one that has continued its job.</summary>
public sealed class ZombieWriterTests : IDisposable
{
    private const long Length = 8L * BlockGeometry.BlockSize;
    private const string Vm = "0a1b-vm";
    private const string Point = $"points/{Vm}/p1";

    private static readonly WriterEpoch Zombie = new(10, "job/1");
    private static readonly WriterEpoch Successor = new(11, "job/2");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task INV_02_nothing_of_the_older_run_reaches_a_snapshot_that_the_newer_one_has_continued()
    {
        await using FileSnapshotStore store = await OpenAsync();
        SnapshotInfo begun = await AsAsync(Zombie, () => StartAsync(store));
        await AsAsync(Zombie, () => PutAsync(store, begun.Id, 0, 1));
        SnapshotInfo continued = await AsAsync(Successor, () => StartAsync(store));
        Assert.Equal((begun.Id, 1), (continued.Id, continued.ChangedBlocks));

        await FailsAsync("StaleEpoch", () => AsAsync(Zombie, () => PutAsync(store, begun.Id, 1, 66)));
        await FailsAsync("StaleEpoch", () => AsAsync(Zombie, () => CompleteAsync(store, begun.Id, 1)));
        await FailsAsync("StaleEpoch", () => AsAsync(Zombie, () => store.DeleteAsync(begun.Id)));
        await FailsAsync("StaleEpoch", () => AsAsync(Zombie, () => StartAsync(store, token: "another")));
        await FailsAsync("StaleEpoch", () => AsAsync(Zombie, () => store.WriteAsync(Point, "zombie"u8.ToArray(), null)));

        await AsAsync(Successor, () => PutAsync(store, begun.Id, 2, 3));
        SnapshotInfo complete = await AsAsync(Successor, () => CompleteAsync(store, begun.Id, 2));
        await store.HoldsAsync(complete.Id, new Dictionary<long, byte[]> { [0] = BlockPattern.Full(1), [2] = BlockPattern.Full(3) });
        await AsAsync(Successor, () => store.WriteAsync(Point, "successor"u8.ToArray(), null));
        ManifestDocument document = (await store.ReadAsync(Point))!;
        await FailsAsync("StaleEpoch", () => AsAsync(Zombie, () => store.WriteAsync(Point, "zombie"u8.ToArray(), document.Version)));
        await FailsAsync("StaleEpoch", () => AsAsync(Zombie, () => store.DeleteAsync(Point, document.Version)));
        Assert.Equal("successor"u8.ToArray(), (await store.ReadAsync(Point))!.Content.ToArray());
    }

    [Fact]
    public async Task What_a_store_has_met_is_still_refused_after_it_was_opened_again()
    {
        string id;
        await using (FileSnapshotStore store = await OpenAsync()) id = (await AsAsync(Successor, () => StartAsync(store))).Id;
        await using FileSnapshotStore again = await OpenAsync();
        await FailsAsync("StaleEpoch", () => AsAsync(Zombie, () => PutAsync(again, id, 0, 1)));
        await FailsAsync("StaleEpoch", () => AsAsync(Zombie, () => StartAsync(again)));
        // Nor does another run that happens to have the same number.
        await FailsAsync("StaleEpoch", () => AsAsync(Successor with { Holder = "other/1" }, () => StartAsync(again)));
        Assert.Equal(id, (await AsAsync(Successor, () => StartAsync(again))).Id);
    }

    [Fact]
    public async Task Runs_on_other_VMs_and_work_that_is_no_jobs_are_not_judged()
    {
        await using FileSnapshotStore store = await OpenAsync();
        SnapshotInfo theirs = await AsAsync(Successor, () => StartAsync(store));
        SnapshotInfo other = await AsAsync(Zombie, () => StartAsync(store, vm: "another-vm", token: "other"));
        await AsAsync(Zombie, () => PutAsync(store, other.Id, 0, 1));
        await AsAsync(Zombie, () => store.WriteAsync("points/another-vm/p", "x"u8.ToArray(), null));
        await AsAsync(Zombie, () => store.WriteAsync("groups/g", "x"u8.ToArray(), null));
        await AsAsync(null, () => PutAsync(store, theirs.Id, 0, 1));
        SnapshotInfo nobodys = await AsAsync(Zombie, () => store.StartAsync(new StartSnapshotRequest { Length = Length }));
        await AsAsync(Zombie, () => PutAsync(store, nobodys.Id, 0, 1));
        Assert.Equal(1, (await store.DescribeAsync(theirs.Id)).ChangedBlocks);
    }

    /// <summary>Puts of the older run are under way all the time; from the moment in which the newer one has its snapshot none of them lands.</summary>
    [Fact]
    public async Task A_put_that_is_on_its_way_lands_before_the_newer_run_begins_or_not_at_all()
    {
        await using FileSnapshotStore store = await OpenAsync();
        for (int round = 0; round < 8; round++)
        {
            var (older, newer) = (new WriterEpoch(100 + (2 * round), "job/1"), new WriterEpoch(101 + (2 * round), "job/2"));
            string id = (await AsAsync(older, () => StartAsync(store, token: $"{round}"))).Id;
            var begun = new CountdownEvent(4);
            Task<int>[] writers = [.. Enumerable.Range(0, 4).Select(writer => Task.Run(() => AsAsync(older, () => UntilRefusedAsync(store, id, writer, begun))))];
            await Task.Run(begun.Wait);
            await AsAsync(newer, () => StartAsync(store, token: $"{round}"));
            for (int block = 0; block < 4; block++) await AsAsync(newer, () => PutAsync(store, id, block, 1000 + block));
            Assert.All(await Task.WhenAll(writers), puts => Assert.True(puts > 0));
            SnapshotInfo complete = await AsAsync(newer, () => CompleteAsync(store, id, 4));
            await store.HoldsAsync(complete.Id, Enumerable.Range(0, 4).ToDictionary(block => (long)block, block => BlockPattern.Full(1000 + block)));
        }
    }

    /// <summary>As on a file system whose locks do not lock: two processes have the store open, and each has its own memory.</summary>
    [Fact]
    public async Task Where_locks_do_not_lock_the_older_run_still_commits_nothing()
    {
        var options = new StoreOptions { Create = true, Files = new Opening.UnenforcedLocks(), TrustUnenforcedLock = true };
        await using FileSnapshotStore old = await FileSnapshotStore.OpenAsync(_directory.Path, options);
        SnapshotInfo begun = await AsAsync(Zombie, () => StartAsync(old));
        await AsAsync(Zombie, () => PutAsync(old, begun.Id, 0, 1));
        await using FileSnapshotStore current = await FileSnapshotStore.OpenAsync(_directory.Path, options);
        await AsAsync(Successor, () => StartAsync(current));
        await FailsAsync("StaleEpoch", () => AsAsync(Zombie, () => CompleteAsync(old, begun.Id, 1)));
        await FailsAsync("StaleEpoch", () => AsAsync(Zombie, () => old.WriteAsync(Point, "zombie"u8.ToArray(), null)));
        Assert.Equal(SnapshotState.Pending, (await current.DescribeAsync(begun.Id)).State);
    }

    [Fact]
    public async Task A_store_without_epochs_opens_and_counts_from_the_first_that_it_meets()
    {
        SnapshotInfo made;
        await using (FileSnapshotStore before = await OpenAsync()) made = await AsAsync(null, () => StartAsync(before));
        Assert.False(Directory.Exists(Path.Combine(_directory.Path, "epochs")));
        await using FileSnapshotStore store = await OpenAsync();
        await AsAsync(Zombie, () => PutAsync(store, made.Id, 0, 1));
        Assert.Equal(made.Id, (await AsAsync(Successor, () => CompleteAsync(store, made.Id, 1))).Id);
        await FailsAsync("StaleEpoch", () => AsAsync(Zombie, () => StartAsync(store, token: "late")));
    }

    [Fact]
    public async Task INV_03_a_damaged_epoch_is_damage_and_what_a_dead_writer_left_of_one_is_swept()
    {
        await using (FileSnapshotStore store = await OpenAsync()) await AsAsync(Successor, () => StartAsync(store));
        string document = Assert.Single(Directory.GetFiles(Path.Combine(_directory.Path, "epochs")));
        await File.WriteAllTextAsync(document + ".tmp", "half");
        byte[] bytes = await File.ReadAllBytesAsync(document);
        bytes[10] ^= 1;
        await File.WriteAllBytesAsync(document, bytes);
        await using FileSnapshotStore again = await OpenAsync();
        await FailsAsync("CorruptIndex", () => AsAsync(Successor, () => StartAsync(again)));
        Assert.Equal(document, Assert.Single(Directory.GetFiles(Path.Combine(_directory.Path, "epochs"))));
    }

    private static async Task<int> UntilRefusedAsync(FileSnapshotStore store, string id, int writer, CountdownEvent begun)
    {
        for (int puts = 0; ; puts++)
        {
            if (puts == 1) begun.Signal();
            try
            {
                await PutAsync(store, id, writer, 1 + puts);
            }
            catch (Core.Errors.SnapshotStoreException error) when (error.ErrorId is "StaleEpoch" or "SnapshotNotPending")
            {
                // Refused at the gate as well, while the newer run waits for those inside.
                if (error.ErrorId == "StaleEpoch") return puts;
            }
        }
    }

    /// <summary>A method of its own, so that the epoch ends with it.</summary>
    private static async Task<T> AsAsync<T>(WriterEpoch? epoch, Func<Task<T>> work)
    {
        WriterEpoch.Enter(epoch);
        return await work();
    }

    private static async Task AsAsync(WriterEpoch epoch, Func<Task> work)
    {
        WriterEpoch.Enter(epoch);
        await work();
    }

    private static Task<SnapshotInfo> StartAsync(FileSnapshotStore store, string vm = Vm, string token = "token") => store.StartAsync(
        new StartSnapshotRequest { Length = Length, ClientToken = token, Tags = new Dictionary<string, string> { [WriterScope.Tag] = vm } });

    private static Task<BlockDigest> PutAsync(FileSnapshotStore store, string id, long block, int seed) =>
        store.PutBlockAsync(id, block, BlockPattern.Full(seed)).AsTask();

    private static Task<SnapshotInfo> CompleteAsync(FileSnapshotStore store, string id, long blocks) =>
        store.CompleteAsync(id, new CompleteSnapshotRequest { ChangedBlocks = blocks });

    private Task<FileSnapshotStore> OpenAsync() => FileSnapshotStore.OpenAsync(_directory.Path, new StoreOptions { Create = true });
}
