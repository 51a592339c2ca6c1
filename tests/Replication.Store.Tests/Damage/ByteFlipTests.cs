using System.Text;
using Replication.Conformance;
using Replication.Core.Errors;
using Replication.Core.Manifests;
using Replication.Core.Snapshots;
using Replication.Store.Tests.Faults;

namespace Replication.Store.Tests.Damage;

/// <summary>
/// One byte at a time is damaged in a small store. Whatever is then read either is exactly what was written or fails
/// with one of the three errors of damage; and where a byte belongs to what is read, it fails.
/// </summary>
public class ByteFlipTests
{
    private const long Length = 3L * BlockGeometry.BlockSize;
    private static readonly string[] DamageIds = ["CorruptBlock", "CorruptIndex", "CorruptManifest", "StoreFormatUnsupported"];

    private StoreCompression _compression;
    private MemoryFiles _disk = null!;
    private string _completed = "";
    private string _pending = "";

    [Fact]
    public async Task INV_03_every_byte_of_the_index_counts()
    {
        await BuildAsync(StoreCompression.None);
        var (_, index) = File("/index");
        for (long offset = 4096; offset < index.Length; offset++)
        {
            Flip(index, offset);
            Assert.Equal("CorruptIndex", await ReadCompletedAsync());
            Flip(index, offset);
        }

        Assert.Null(await ReadCompletedAsync());
    }

    [Fact]
    public async Task INV_03_every_sampled_byte_of_stored_data_counts()
    {
        await BuildAsync(StoreCompression.None);
        var (_, segment) = File("/data/000001.");
        for (long offset = 0; offset < segment.Length; offset += 61)
        {
            Flip(segment, offset);
            Assert.Equal("CorruptBlock", await ReadCompletedAsync());
            Flip(segment, offset);
        }
    }

    [Fact]
    public async Task INV_03_a_flipped_byte_of_compressed_data_is_refused_or_harmless()
    {
        await BuildAsync(StoreCompression.Brotli);
        var (_, segment) = File("/data/000001.");
        int refused = 0;
        for (long offset = 0; offset < segment.Length; offset += 5)
        {
            Flip(segment, offset);
            string? found = await ReadCompletedAsync();
            Assert.True(found is null or "CorruptBlock", $"byte {offset}: {found}");
            if (found is not null) refused++;
            Flip(segment, offset);
        }

        Assert.True(refused > segment.Length / 5 * 9 / 10, $"{refused} of {segment.Length}");
    }

    [Fact]
    public async Task INV_03_every_byte_of_every_document_counts()
    {
        await BuildAsync(StoreCompression.None);
        foreach (string path in _disk.Content().Keys.Where(path => path.EndsWith(".json", StringComparison.Ordinal) || path.EndsWith(".sealed", StringComparison.Ordinal)))
        {
            MemoryInode document = _disk.Content()[path];
            for (long offset = 0; offset < document.Length; offset++)
            {
                Flip(document, offset);
                Assert.True(await ReadEverythingAsync(readOnly: true) is { } found && DamageIds.Contains(found), $"{path} byte {offset} went unnoticed");
                Flip(document, offset);
            }
        }
    }

    [Fact]
    public async Task INV_03_every_byte_of_the_put_log_is_noticed_or_harmless()
    {
        await BuildAsync(StoreCompression.None);
        var (path, log) = File(".log");
        for (long offset = 0; offset < log.Length; offset++)
        {
            Flip(log, offset);
            string? found = await ReadEverythingAsync(readOnly: true);
            Assert.True(found is null or "CorruptIndex", $"{path} byte {offset}: {found}");
            // The mark at the end may be damaged: what it covers is then proved by its data. A record may not.
            if (offset < log.Length - 128) Assert.Equal("CorruptIndex", found);
            Flip(log, offset);
        }
    }

    [Fact]
    public async Task INV_03_a_writer_that_opens_a_damaged_store_destroys_nothing_further()
    {
        await BuildAsync(StoreCompression.None);
        foreach (var (path, inode) in _disk.Content().Where(file => !file.Key.Contains("lock", StringComparison.Ordinal)))
        {
            for (long offset = 0; offset < inode.Length; offset += Math.Max(1, inode.Length / 40))
            {
                MemoryFiles original = _disk;
                _disk = Copy(original);
                Flip(_disk.Content()[path], offset);
                await ReadEverythingAsync(readOnly: false);
                // A damaged record of the log that had to be given up was written over; everything else is as it was.
                bool replaced = path.EndsWith(".log", StringComparison.Ordinal);
                if (!replaced) Flip(_disk.Content()[path], offset);
                Assert.True(await (replaced ? ReadCompletedAsync() : ReadEverythingAsync(readOnly: true)) is null, $"{path} byte {offset}");
                _disk = original;
            }
        }
    }

    [Fact]
    public async Task INV_03_a_truncated_file_is_refused_or_harmless()
    {
        await BuildAsync(StoreCompression.None);
        foreach (var (path, inode) in _disk.Content().Where(file => !file.Key.Contains("lock", StringComparison.Ordinal)))
        {
            foreach (long length in new[] { 0, 1, inode.Length / 2, inode.Length - 1 })
            {
                MemoryFiles original = _disk;
                _disk = Copy(original);
                _disk.Content()[path].SetLength(length);
                string? found = await ReadEverythingAsync(readOnly: true, pendingMayShrink: true);
                Assert.True(found is null || DamageIds.Contains(found), $"{path} cut to {length}: {found}");
                if (path.Contains("/snapshots/", StringComparison.Ordinal) || path.EndsWith("/index", StringComparison.Ordinal)) Assert.NotNull(found);
                _disk = original;
            }
        }
    }

    private static byte[] Block() => BlockPattern.OneGrain(5, 2);

    /// <summary>Text that compresses, so that there is something compressed to be damaged.</summary>
    private static byte[] Text()
    {
        var block = new byte[BlockGeometry.BlockSize];
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 700).Select(i => $"line {i * 7919} "))).CopyTo(block, 0);
        return block;
    }

    private static MemoryFiles Copy(MemoryFiles disk) => new PowerLoss(disk.Operations, disk.Operations.Count, 1, 0).Disk();

    private static void Flip(MemoryInode inode, long offset)
    {
        Span<byte> one = stackalloc byte[1];
        inode.Read(offset, one);
        one[0] ^= 0x41;
        inode.Write(offset, one);
    }

    private (string Path, MemoryInode Inode) File(string part)
    {
        var (path, inode) = _disk.Content().First(file => file.Key.Contains(part, StringComparison.Ordinal));
        return (path, inode);
    }

    private byte[] Expected() => _compression == StoreCompression.Brotli ? Text() : Block();

    private async Task BuildAsync(StoreCompression compression)
    {
        _compression = compression;
        _disk = new MemoryFiles();
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", new StoreOptions { Create = true, Files = _disk, Compression = compression });
        _completed = (await store.MakeAsync(Length, null, (1, Expected()))).Id;
        _pending = (await store.StartAsync(new StartSnapshotRequest { Length = Length, ParentId = _completed })).Id;
        await store.PutBlockAsync(_pending, 0, BlockPattern.OneGrain(6, 0));
        await store.PutBlockAsync(_pending, 2, BlockPattern.Full(0));
        await store.WriteAsync("points/a", "content"u8.ToArray(), null);
    }

    /// <summary>Null when everything is as it was written, else the id of the error.</summary>
    private async Task<string?> ReadCompletedAsync()
    {
        try
        {
            await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", new StoreOptions { ReadOnly = true, Files = _disk });
            await using ISnapshotReader reader = await ((ISnapshotStore)store).OpenAsync(_completed);
            var block = new byte[BlockGeometry.BlockSize];
            Assert.Equal(BlockDigest.Compute(Expected()), await reader.ReadBlockAsync(1, block));
            Assert.True(block.AsSpan().SequenceEqual(Expected()), "wrong bytes were handed out");
            return null;
        }
        catch (SnapshotStoreException error)
        {
            return error.ErrorId;
        }
    }

    private async Task<string?> ReadEverythingAsync(bool readOnly, bool pendingMayShrink = false)
    {
        if (await ReadCompletedAsync() is { } damage) return damage;
        try
        {
            await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync("/store", new StoreOptions { ReadOnly = readOnly, Files = _disk });
            foreach (SnapshotInfo info in await store.ListAsync().ToListAsync())
            {
                if (info.State == SnapshotState.Error) await store.DescribeAsync(info.Id);
            }

            ManifestDocument? manifest = await store.ReadAsync("points/a");
            Assert.Equal("content", Encoding.UTF8.GetString(manifest!.Content.Span));
            long[] put = [.. (await store.ListPendingBlocksAsync(_pending).ToListAsync()).Select(block => block.Index)];
            if (pendingMayShrink) Assert.Subset(new HashSet<long> { 0, 2 }, put.ToHashSet());
            else Assert.Equal([0, 2], put);
            return null;
        }
        catch (SnapshotStoreException error)
        {
            return error.ErrorId;
        }
    }
}
