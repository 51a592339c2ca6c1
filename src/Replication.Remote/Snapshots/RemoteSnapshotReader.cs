using Replication.Core.Snapshots;
using Replication.Remote.Calls;

namespace Replication.Remote.Snapshots;

/// <summary>A completed snapshot behind a server.</summary>
internal sealed class RemoteSnapshotReader(RemoteConnection connection, BlockCalls blocks, SnapshotInfo info, Func<ValueTask> closed) : ISnapshotReader
{
    private bool _closed;

    public SnapshotInfo Info => info;

    public IAsyncEnumerable<SnapshotBlock> ListBlocksAsync(long startingIndex = 0, CancellationToken cancellationToken = default) =>
        new RecordList(connection, start => new RemoteCall(HttpMethod.Get, SnapshotPaths.Of(info.Id, $"/blocks?start={start}"), $"snapshot {info.Id}"), sizeof(long) + BlockDigest.Size)
            .ReadAsync(RecordList.Single, startingIndex, cancellationToken);

    public ValueTask<BlockDigest> ReadBlockAsync(long blockIndex, Memory<byte> destination, CancellationToken cancellationToken = default) =>
        blocks.ReadAsync(info, blockIndex, destination, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_closed) return;
        _closed = true;
        await closed();
    }
}
