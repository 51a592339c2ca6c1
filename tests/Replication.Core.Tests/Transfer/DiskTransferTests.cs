using Replication.Core.Disks;
using Replication.Core.Errors;
using Replication.Core.Snapshots;
using Replication.Core.Tests.Support;
using Replication.Core.Transfer;

namespace Replication.Core.Tests.Transfer;

public sealed class DiskTransferTests
{
    private const int Block = BlockGeometry.BlockSize;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1" ? 1000 : 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_snapshot_equals_the_source_and_only_differences_were_put(int seed)
    {
        var random = new Random(seed);
        int parentLength = random.Next(1, 12 * Block);
        byte[] old = Contents.Random(random, parentLength);
        int length = parentLength + (random.Next(2) == 0 ? 0 : random.Next(3 * Block));
        bool hasParent = random.Next(4) > 0;
        byte[] now = new byte[length];
        old.CopyTo(now, 0);
        var changed = Contents.Change(random, now);
        if (length > parentLength) changed.Add(new Extent(parentLength, length - parentLength));
        var store = new MemoryStore();
        string? parent = hasParent ? await FillAsync(store, old, null, null) : null;

        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = length, ParentId = parent });
        var before = new Dictionary<long, byte[]>();
        foreach (long index in Enumerable.Range(0, (int)BlockGeometry.BlockCount(length)).Where(_ => random.Next(4) == 0))
        {
            // What an interrupted run put: right, stale, or zeros.
            byte[] put = random.Next(3) switch { 0 => Contents.BlockOf(now, index), 1 => Contents.BlockOf(Contents.Random(random, length), index), _ => new byte[Block] };
            await store.PutBlockAsync(pending.Id, index, put);
            before[index] = put;
        }

        store.Puts.Clear();
        bool tracked = hasParent && random.Next(2) == 0;
        await using ISnapshotReader? reader = parent is null ? null : await store.OpenAsync(parent);
        DiskTransferResult result = await DiskTransfer.RunAsync(new DiskTransferRequest
        {
            DiskId = "d",
            Source = new MemoryDisk(now, 1 << random.Next(9, 20)),
            Store = store,
            SnapshotId = pending.Id,
            Parent = reader,
            Changed = tracked ? Contents.Sorted(changed) : null,
            Workers = random.Next(1, 5),
        });
        await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = result.BlocksPut, ExpectedRoot = result.Root });

        Assert.Equal(now, store.Content(pending.Id));
        Assert.Equal(Contents.Root(now), result.Root);
        Assert.Equal(store.Puts.Count, store.Puts.Distinct().Count());
        foreach ((_, long index) in store.Puts)
        {
            byte[] had = before.TryGetValue(index, out byte[]? put) ? put : hasParent && index * Block < old.Length ? Contents.BlockOf(old, index) : new byte[Block];
            Assert.False(Contents.BlockOf(now, index).AsSpan().SequenceEqual(had), $"block {index} was put although it was there already");
        }
    }

    [Fact]
    public async Task Tracked_changes_alone_are_read()
    {
        var random = new Random(1);
        byte[] old = new byte[20 * Block];
        random.NextBytes(old);
        byte[] now = (byte[])old.Clone();
        now[5 * Block + 3] ^= 1;
        var store = new MemoryStore();
        string parent = await FillAsync(store, old, null, null);
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = now.Length, ParentId = parent });
        var source = new MemoryDisk(now);
        await using ISnapshotReader reader = await store.OpenAsync(parent);
        DiskTransferResult result = await DiskTransfer.RunAsync(new DiskTransferRequest
        {
            DiskId = "d",
            Source = source,
            Store = store,
            SnapshotId = pending.Id,
            Parent = reader,
            Changed = [new Extent(5 * Block + 3, 1)],
        });
        Assert.Equal([new Extent(5 * Block, Block)], source.Reads);
        Assert.Equal((1L, (long)Block), (result.BlocksPut, result.BytesSent));
        Assert.Equal(Contents.Root(now), result.Root);
    }

    [Fact]
    public async Task A_tracked_change_to_zeros_before_the_next_data_is_sent()
    {
        byte[] old = new byte[10 * Block];
        new Random(2).NextBytes(old);
        byte[] now = (byte[])old.Clone();
        // Blocks 0 to 8 are holes now; only 4 and 9 are said to have changed, the others had been zeros before.
        now.AsSpan(0, 9 * Block).Clear();
        old.AsSpan(0, 4 * Block).Clear();
        old.AsSpan(5 * Block, 4 * Block).Clear();
        now[9 * Block] ^= 1;
        var store = new MemoryStore();
        string parent = await FillAsync(store, old, null, null);
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = now.Length, ParentId = parent });
        await using ISnapshotReader reader = await store.OpenAsync(parent);
        DiskTransferResult result = await DiskTransfer.RunAsync(new DiskTransferRequest
        {
            DiskId = "d",
            Source = new MemoryDisk(now),
            Store = store,
            SnapshotId = pending.Id,
            Parent = reader,
            Changed = [new Extent(4 * Block, Block), new Extent(9 * Block, 1)],
        });
        await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = result.BlocksPut, ExpectedRoot = Contents.Root(now) });
        Assert.Equal(now, store.Content(pending.Id));
        Assert.Equal(2, result.BlocksPut);
    }

    [Fact]
    public async Task A_second_run_sends_nothing_again()
    {
        byte[] content = Contents.Random(new Random(3), 9 * Block + 100);
        var store = new MemoryStore();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = content.Length });
        var request = new DiskTransferRequest { DiskId = "d", Source = new MemoryDisk(content), Store = store, SnapshotId = pending.Id };
        DiskTransferResult first = await DiskTransfer.RunAsync(request);
        store.Puts.Clear();
        DiskTransferResult second = await DiskTransfer.RunAsync(request);
        Assert.Empty(store.Puts);
        Assert.Equal((first.BlocksPut, first.BlocksPut, 0L, first.Root), (second.BlocksPut, second.BlocksReused, second.BytesSent, second.Root));
    }

    [Fact]
    public async Task Cancelled_means_stopped_no_put_after_the_return()
    {
        byte[] content = new byte[60 * Block];
        new Random(5).NextBytes(content);
        for (int round = 0; round < 20; round++)
        {
            var store = new MemoryStore();
            SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = content.Length });
            using var stop = new CancellationTokenSource();
            int puts = 0;
            int afterTheStop = 0;
            bool stopped = false;
            store.BeforePut = async (_, _) =>
            {
                if (Volatile.Read(ref stopped)) Interlocked.Increment(ref afterTheStop);
                if (Interlocked.Increment(ref puts) == 1 + round)
                {
                    // Cancel, not CancelAsync: when it returns, everybody's token says so.
                    stop.Cancel();
                    Volatile.Write(ref stopped, true);
                }

                await Task.Yield();
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DiskTransfer.RunAsync(
                new DiskTransferRequest { DiskId = "d", Source = new MemoryDisk(content), Store = store, SnapshotId = pending.Id, Workers = 4 },
                cancellationToken: stop.Token));
            Assert.Equal(0, store.RunningPuts);
            int stored = store.Puts.Count;
            await Task.Delay(5);
            Assert.Equal(stored, store.Puts.Count);
            // Each worker may have passed its last look at the token already, and no more than that.
            Assert.InRange(afterTheStop, 0, 4);
        }
    }

    [Fact]
    public async Task The_first_failure_stops_everything_and_is_what_the_caller_sees()
    {
        byte[] content = new byte[200 * Block];
        for (int i = 0; i < 200; i++) content[i * Block] = 1;
        var store = new MemoryStore();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = content.Length });
        int puts = 0;
        // From the tenth put on nothing gets through: the others only ever see the stop that the failure brings.
        store.BeforePut = (_, token) => Interlocked.Increment(ref puts) switch
        {
            < 10 => Task.CompletedTask,
            10 => throw new SnapshotStoreException("StorageFull", "store", "full."),
            _ => Task.Delay(Timeout.Infinite, token),
        };
        var error = await Assert.ThrowsAsync<SnapshotStoreException>(() => DiskTransfer.RunAsync(
            new DiskTransferRequest { DiskId = "d", Source = new MemoryDisk(content), Store = store, SnapshotId = pending.Id, Workers = 4 }));
        Assert.Equal("StorageFull", error.ErrorId);
        Assert.InRange(puts, 10, 13);
        Assert.Equal(0, store.RunningPuts);
    }

    [Fact]
    public async Task A_source_that_cannot_be_read_gives_its_own_error()
    {
        var store = new MemoryStore();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = Block });
        // The source claims more than it has.
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => DiskTransfer.RunAsync(
            new DiskTransferRequest { DiskId = "d", Source = new LongerThanItIs(), Store = store, SnapshotId = pending.Id }));
        Assert.NotNull(error);
        Assert.Empty(store.Puts);
    }

    internal static async Task<string> FillAsync(MemoryStore store, byte[] content, string? parent, IReadOnlyList<Extent>? changed)
    {
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = content.Length, ParentId = parent });
        DiskTransferResult result = await DiskTransfer.RunAsync(
            new DiskTransferRequest { DiskId = "d", Source = new MemoryDisk(content), Store = store, SnapshotId = pending.Id, Changed = changed });
        await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = result.BlocksPut, ExpectedRoot = result.Root });
        return pending.Id;
    }

    private sealed class LongerThanItIs : IDiskView
    {
        private static readonly MemoryDisk Disk = new([1, 2, 3]);

        public long Length => Block;

        public int LogicalSectorSize => 512;

        public string Format => "raw";

        public IAsyncEnumerable<Extent> AllocatedExtentsAsync(long offset, long length, CancellationToken cancellationToken = default) =>
            Disk.AllocatedExtentsAsync(offset, length, cancellationToken);

        public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default) => Disk.ReadAsync(offset, buffer, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
