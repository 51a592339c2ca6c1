using Replication.Core.Disks;
using Replication.Core.Sites;
using Replication.Core.Snapshots;
using Replication.Core.Tests.Support;
using Replication.Core.Transfer;

namespace Replication.Core.Tests.Transfer;

public sealed class DiskUpdateTests
{
    private const int Block = BlockGeometry.BlockSize;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_changed_on_either_side_the_disk_becomes_the_snapshot(int seed)
    {
        var random = new Random(seed);
        byte[] common = Contents.Random(random, random.Next(1, 10 * Block));
        byte[] home = (byte[])common.Clone();
        Contents.Change(random, home);
        byte[] wanted = (byte[])common.Clone();
        Contents.Change(random, wanted);
        if (random.Next(2) == 0) Array.Resize(ref wanted, wanted.Length + random.Next(2 * Block));
        else if (random.Next(2) == 0) Array.Resize(ref wanted, random.Next(1, wanted.Length + 1));
        var store = new MemoryStore();
        string snapshot = await DiskTransferTests.FillAsync(store, wanted, null, null);
        await using ISnapshotReader reader = await store.OpenAsync(snapshot);
        var target = new Target(home, wanted.Length);
        DiskUpdateResult result = await DiskUpdate.RunAsync(target, reader, "home");
        Assert.Equal(wanted, target.Content);
        Assert.True(target.Committed);
        long differing = Enumerable.Range(0, (int)BlockGeometry.BlockCount(wanted.Length))
            .Where(index => index * (long)Block >= home.Length || !Contents.BlockOf(Cut(home, wanted.Length), index).AsSpan().SequenceEqual(Contents.BlockOf(wanted, index)))
            .Sum(index => (long)BlockGeometry.BytesInBlock(wanted.Length, index));
        Assert.InRange(result.BytesWritten, 0, differing);
        Assert.Equal(Contents.Root(wanted), await DiskHash.ComputeAsync(new MemoryDisk(target.Content), "verify"));
        Assert.Equal(0, (await DiskUpdate.RunAsync(target, reader, "again")).BytesWritten);
    }

    [Fact]
    public async Task A_snapshot_read_as_a_disk_gives_its_bytes_at_any_offset()
    {
        var random = new Random(9);
        byte[] content = Contents.Random(random, 7 * Block + 1234);
        var store = new MemoryStore();
        await using var view = new SnapshotDiskView(await store.OpenAsync(await DiskTransferTests.FillAsync(store, content, null, null)), 512);
        Assert.Equal(content.Length, view.Length);
        for (int i = 0; i < 200; i++)
        {
            int offset = random.Next(content.Length);
            var buffer = new byte[random.Next(0, Math.Min(content.Length - offset, 2 * Block) + 1)];
            await view.ReadAsync(offset, buffer);
            Assert.True(content.AsSpan(offset, buffer.Length).SequenceEqual(buffer));
            long last = -1;
            await foreach (Extent extent in view.AllocatedExtentsAsync(offset, buffer.Length))
            {
                Assert.True(extent.Offset > last && extent.Offset >= offset && extent.End <= offset + buffer.Length && extent.Length > 0);
                last = extent.End;
            }
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await view.ReadAsync(content.Length - 1, new byte[2]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await view.ReadAsync(-1, new byte[2]));
        Assert.Equal(Contents.Root(content), await DiskHash.ComputeAsync(view, "hash"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Block)]
    [InlineData(Block + 1)]
    [InlineData(33 * Block)]
    public async Task The_hash_of_a_disk_is_that_of_its_definition(int length)
    {
        byte[] content = Contents.Random(new Random(length), length);
        Assert.Equal(Contents.Root(content), await DiskHash.ComputeAsync(new MemoryDisk(content), "hash"));
        Assert.Equal(Contents.Root(new byte[length]), await DiskHash.ComputeAsync(new MemoryDisk(new byte[length]), "hash"));
    }

    private static byte[] Cut(byte[] content, int length)
    {
        var cut = new byte[length];
        content.AsSpan(0, Math.Min(length, content.Length)).CopyTo(cut);
        return cut;
    }

    private sealed class Target : IDiskTarget
    {
        private readonly byte[] _content;
        private readonly int _length;

        public Target(byte[] content, int length)
        {
            _content = new byte[Math.Max(content.Length, length)];
            content.CopyTo(_content, 0);
            _length = length;
        }

        public byte[] Content => _content[.._length];

        public bool Committed { get; private set; }

        public IDiskView Current => new MemoryDisk(_content[.._length]);

        public bool InPlace => true;

        public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
        {
            Assert.False(Committed && data.Length > 0);
            data.CopyTo(_content.AsMemory((int)offset));
            return ValueTask.CompletedTask;
        }

        public Task CommitAsync(CancellationToken cancellationToken = default)
        {
            Committed = true;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
