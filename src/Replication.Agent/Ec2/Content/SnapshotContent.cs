using System.Runtime.CompilerServices;
using Replication.Core.Snapshots;

namespace Replication.Agent.Ec2.Content;

/// <summary>A snapshot, of this region or another, as content of a new one.</summary>
internal sealed class SnapshotContent(ISnapshotReader reader) : IBlockContent
{
    public long Length => reader.Info.Length;

    public async IAsyncEnumerable<long> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (SnapshotBlock block in reader.ListBlocksAsync(0, cancellationToken)) yield return block.Index;
    }

    public async ValueTask ReadAsync(long blockIndex, Memory<byte> destination, CancellationToken cancellationToken) =>
        await reader.ReadBlockAsync(blockIndex, destination, cancellationToken);

    public ValueTask DisposeAsync() => reader.DisposeAsync();
}
