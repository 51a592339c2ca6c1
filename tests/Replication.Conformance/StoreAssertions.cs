using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Conformance;

/// <summary>What tests of stores say over and over.</summary>
public static class StoreAssertions
{
    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (T item in items) list.Add(item);
        return list;
    }

    public static async Task FailsAsync(string errorId, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<SnapshotStoreException>(call);
        Assert.Equal(errorId, error.ErrorId);
        Assert.NotEmpty(error.Target);
    }

    /// <summary>Starts, puts and completes with every check the request offers.</summary>
    public static async Task<SnapshotInfo> MakeAsync(
        this ISnapshotStore store, long length, string? parentId, params (long Index, byte[] Data)[] blocks)
    {
        SnapshotInfo started = await store.StartAsync(new StartSnapshotRequest { Length = length, ParentId = parentId });
        using var checksum = new LinearChecksum();
        foreach (var (index, data) in blocks) await store.PutBlockAsync(started.Id, index, data, BlockDigest.Compute(data));
        foreach (var (index, data) in blocks.OrderBy(block => block.Index)) checksum.Add(index, BlockDigest.Compute(data));
        return await store.CompleteAsync(started.Id, new CompleteSnapshotRequest { ChangedBlocks = blocks.Length, Checksum = checksum.Finish() });
    }

    /// <summary>The whole disk holds exactly these blocks; the rest reads as zeros; listing and root hash agree.</summary>
    public static async Task HoldsAsync(this ISnapshotStore store, string snapshotId, IReadOnlyDictionary<long, byte[]> expected)
    {
        await using ISnapshotReader reader = await store.OpenAsync(snapshotId);
        var root = new RootDigest(reader.Info.Length);
        var nonZero = expected.Where(pair => pair.Value.AsSpan().ContainsAnyExcept((byte)0)).OrderBy(pair => pair.Key).ToList();
        foreach (var (index, data) in nonZero) root.Add(index, BlockDigest.Compute(data));
        Assert.Equal(nonZero.Select(pair => new SnapshotBlock(pair.Key, BlockDigest.Compute(pair.Value))), await reader.ListBlocksAsync().ToListAsync());
        Assert.Equal(root.Finish(), reader.Info.Root);
        var block = new byte[BlockGeometry.BlockSize];
        foreach (long index in expected.Keys.Union(Neighbours(expected.Keys, BlockGeometry.BlockCount(reader.Info.Length))))
        {
            block.AsSpan().Fill(0xEE);
            BlockDigest digest = await reader.ReadBlockAsync(index, block);
            byte[]? wanted = expected.GetValueOrDefault(index);
            bool isZero = wanted is null || !wanted.AsSpan().ContainsAnyExcept((byte)0);
            Assert.Equal(isZero ? default : BlockDigest.Compute(wanted), digest);
            Assert.True(isZero ? !block.AsSpan().ContainsAnyExcept((byte)0) : block.AsSpan().SequenceEqual(wanted), $"block {index} of {snapshotId} differs");
        }
    }

    private static IEnumerable<long> Neighbours(IEnumerable<long> indexes, long count) =>
        indexes.SelectMany(index => new[] { index - 1, index + 1 }).Append(0).Append(count - 1).Where(index => index >= 0 && index < count);
}
