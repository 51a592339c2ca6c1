using Replication.Core.Snapshots;
using Replication.Core.Tests.Support;

namespace Replication.Core.Tests.Snapshots;

public sealed class CachedSnapshotViewTests
{
    private const int Block = BlockGeometry.BlockSize;
    private const int Length = (8 * Block) + 3000;

    private readonly byte[] _content = new byte[Length];

    public CachedSnapshotViewTests()
    {
        new Random(4).NextBytes(_content);
        // A block of zeros is absent.
        _content.AsSpan(5 * Block, Block).Clear();
    }

    [Fact]
    public async Task Any_range_reads_as_the_snapshot_does()
    {
        await using var view = new CachedSnapshotView(new CountingReader(_content), 512, new VerifiedBlockCache(3 * Block));
        var random = new Random(7);
        for (int round = 0; round < 300; round++)
        {
            int offset = random.Next(Length);
            var buffer = new byte[random.Next(Math.Min(Length - offset, 3 * Block)) + 1];
            await view.ReadAsync(offset, buffer);
            Assert.True(buffer.AsSpan().SequenceEqual(_content.AsSpan(offset, buffer.Length)), $"{buffer.Length} bytes at {offset}");
        }
    }

    [Fact]
    public async Task Small_reads_of_one_block_prove_it_once_also_when_they_come_at_once()
    {
        var reader = new CountingReader(_content) { Gate = new TaskCompletionSource() };
        await using var view = new CachedSnapshotView(reader, 512, new VerifiedBlockCache(3 * Block));
        Task[] readers = [.. Enumerable.Range(0, 20).Select(number => view.ReadAsync(Block + (number * 4096), new byte[4096]).AsTask())];
        reader.Gate.SetResult();
        await Task.WhenAll(readers);
        await view.ReadAsync(Block, new byte[4096]);
        await view.ReadAsync(5 * Block, new byte[4096]);
        await view.ReadAsync((5 * Block) + 4096, new byte[4096]);
        Assert.Equal([1L, 5L], reader.Read);
    }

    [Fact]
    public async Task What_is_kept_is_bounded_and_what_was_used_longest_ago_goes_first()
    {
        var reader = new CountingReader(_content);
        await using var view = new CachedSnapshotView(reader, 512, new VerifiedBlockCache(2 * Block));
        foreach (int block in (int[])[0, 1, 0, 2, 0, 1]) await view.ReadAsync(block * Block, new byte[512]);
        // The third made the second go, and the last one brought it back.
        Assert.Equal([0L, 1L, 2L, 1L], reader.Read);
    }

    [Fact]
    public async Task A_read_that_failed_is_tried_again()
    {
        var reader = new CountingReader(_content) { Failures = 1 };
        await using var view = new CachedSnapshotView(reader, 512, new VerifiedBlockCache(2 * Block));
        await Assert.ThrowsAsync<IOException>(async () => await view.ReadAsync(0, new byte[512]));
        var buffer = new byte[512];
        await view.ReadAsync(0, buffer);
        Assert.Equal(_content[..512], buffer);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_read_to_the_others()
    {
        var reader = new CountingReader(_content) { Gate = new TaskCompletionSource() };
        await using var view = new CachedSnapshotView(reader, 512, new VerifiedBlockCache(2 * Block));
        using var stop = new CancellationTokenSource();
        Task first = view.ReadAsync(0, new byte[512]).AsTask();
        Task second = view.ReadAsync(0, new byte[512], stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        reader.Gate.SetResult();
        await first;
        Assert.Equal([0L], reader.Read);
    }

    private sealed class CountingReader(byte[] content) : ISnapshotReader
    {
        public List<long> Read { get; } = [];

        public TaskCompletionSource? Gate { get; init; }

        public int Failures { get; set; }

        public SnapshotInfo Info { get; } = new("snap", null, SnapshotState.Completed, content.Length, Points.Midnight, "", new Dictionary<string, string>(), null, 0);

        public IAsyncEnumerable<SnapshotBlock> ListBlocksAsync(long startingIndex = 0, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public async ValueTask<BlockDigest> ReadBlockAsync(long blockIndex, Memory<byte> destination, CancellationToken cancellationToken = default)
        {
            lock (Read) Read.Add(blockIndex);
            if (Gate is not null) await Gate.Task;
            if (Failures-- > 0) throw new IOException("not now");
            byte[] block = Contents.BlockOf(content, blockIndex);
            block.CopyTo(destination);
            return block.AsSpan().IndexOfAnyExcept((byte)0) < 0 ? default : BlockDigest.Compute(block);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
