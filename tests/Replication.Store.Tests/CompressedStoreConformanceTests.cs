using Replication.Conformance;
using Replication.Core.Snapshots;

namespace Replication.Store.Tests;

/// <summary>With compression, tiny segments, tiny windows and a mark after nearly every put.</summary>
public sealed class CompressedStoreConformanceTests : SnapshotStoreConformance, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override async Task<ISnapshotStore> CreateAsync() => await FileSnapshotStore.OpenAsync(_directory.Path, new StoreOptions
    {
        Create = true,
        Compression = StoreCompression.Brotli,
        SegmentBytes = BlockGeometry.BlockSize,
        WindowBlocks = 3,
        CheckpointBytes = 2 * BlockGeometry.BlockSize,
    });
}
