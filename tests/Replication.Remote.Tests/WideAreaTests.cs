using Replication.Core.Disks;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using Replication.Remote.Snapshots;
using Replication.Remote.Tests.Support;

namespace Replication.Remote.Tests;

/// <summary>A transfer over a long and narrow link that drops connections. Correctness and bytes are asserted; the speed is said, and measured in bench/.</summary>
public sealed class WideAreaTests(ITestOutputHelper output)
{
    private const long BytesPerSecond = 50_000_000 / 8;

    /// <summary>There and back 100 ms.</summary>
    private static readonly LinkShape Shape = new(BytesPerSecond, TimeSpan.FromMilliseconds(50), 0.01);

    [Fact]
    public async Task INV_01_a_disk_arrives_bit_for_bit_and_no_more_than_its_data_and_what_was_repeated_travels()
    {
        int blocks = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") is null ? 12 : 256;
        await using ServedStore served = await ServedStore.StartAsync();
        await using var link = new ShapedLink(served.Address, Shape);
        RemoteSnapshotStore store = await served.OpenAsync(options => options with { Address = link.Address });
        var disk = new NoiseDisk(blocks);
        long begun = TimeProvider.System.GetTimestamp();
        SnapshotInfo pending = await store.StartAsync(new StartSnapshotRequest { Length = disk.Length });
        DiskTransferResult sent = await DiskTransfer.RunAsync(new DiskTransferRequest { DiskId = "disk0", Source = disk, Store = store, SnapshotId = pending.Id });
        SnapshotInfo made = await store.CompleteAsync(pending.Id, new CompleteSnapshotRequest { ChangedBlocks = sent.BlocksPut, ExpectedRoot = sent.Root });
        double seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        output.WriteLine($"{disk.Length} bytes in {seconds:F1} s: {disk.Length / (seconds * BytesPerSecond):P0} of the link; {link.Dropped} connections dropped.");

        await using ISnapshotReader reader = await served.Store.OpenAsync(made.Id);
        var block = new byte[BlockGeometry.BlockSize];
        for (int index = 0; index < blocks; index++)
        {
            await reader.ReadBlockAsync(index, block);
            Assert.True(block.AsSpan().SequenceEqual(NoiseDisk.BlockOf(index)), $"Block {index} differs.");
        }

        Assert.Equal(disk.Length, sent.WireBytes);
        // A connection that is dropped takes at most the block with it that it carried, and some pieces of the next request.
        Assert.InRange(link.BytesThere, disk.Length, disk.Length + (1 + link.Dropped) * 2L * BlockGeometry.BlockSize + blocks * 4096L);
    }

    private sealed class NoiseDisk(int blocks) : IDiskView
    {
        public long Length => (long)blocks * BlockGeometry.BlockSize;

        public int LogicalSectorSize => 512;

        public string Format => "noise";

        public static byte[] BlockOf(long index)
        {
            var block = new byte[BlockGeometry.BlockSize];
            new Random((int)index + 1).NextBytes(block);
            return block;
        }

        public async IAsyncEnumerable<Extent> AllocatedExtentsAsync(
            long offset, long length, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await ValueTask.CompletedTask;
            yield return new Extent(offset, length);
        }

        public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            BlockOf(offset / BlockGeometry.BlockSize).AsMemory((int)(offset % BlockGeometry.BlockSize), buffer.Length).CopyTo(buffer);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
