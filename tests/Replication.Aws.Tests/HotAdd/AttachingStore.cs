using Replication.Core.Rules;
using Replication.Core.Rules.Methods;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;

namespace Replication.Aws.Tests.HotAdd;

/// <summary>A store asked to attach volumes for everything that is started in it.</summary>
internal sealed class AttachingStore(ISnapshotStore inner, DiskPurpose purpose) : ISnapshotStore
{
    public string Id => inner.Id;

    public static DiskPurpose Purpose(string holder = "vm", GuestFamily guest = GuestFamily.Linux, bool keeps = false, string? node = null) =>
        new(holder, new TransferSettings { Method = TransferMethod.HotAdd, AccessNodeId = node }, Boot: true, guest, keeps);

    public Task<SnapshotInfo> StartAsync(StartSnapshotRequest request, CancellationToken cancellationToken = default) =>
        inner.StartAsync(request with { Purpose = purpose }, cancellationToken);

    public ValueTask<BlockDigest> PutBlockAsync(
        string snapshotId, long blockIndex, ReadOnlyMemory<byte> data, BlockDigest? expected = null, CancellationToken cancellationToken = default) =>
        inner.PutBlockAsync(snapshotId, blockIndex, data, expected, cancellationToken);

    public IAsyncEnumerable<SnapshotBlock> ListPendingBlocksAsync(string snapshotId, CancellationToken cancellationToken = default) =>
        inner.ListPendingBlocksAsync(snapshotId, cancellationToken);

    public Task<SnapshotInfo> CompleteAsync(string snapshotId, CompleteSnapshotRequest request, CancellationToken cancellationToken = default) =>
        inner.CompleteAsync(snapshotId, request, cancellationToken);

    public Task DeleteAsync(string snapshotId, CancellationToken cancellationToken = default) => inner.DeleteAsync(snapshotId, cancellationToken);

    public Task<SnapshotInfo> DescribeAsync(string snapshotId, CancellationToken cancellationToken = default) => inner.DescribeAsync(snapshotId, cancellationToken);

    public IAsyncEnumerable<SnapshotInfo> ListAsync(CancellationToken cancellationToken = default) => inner.ListAsync(cancellationToken);

    public Task<ISnapshotReader> OpenAsync(string snapshotId, CancellationToken cancellationToken = default) => inner.OpenAsync(snapshotId, cancellationToken);

    public IAsyncEnumerable<ChangedBlock> ListChangedBlocksAsync(
        string firstSnapshotId, string secondSnapshotId, long startingIndex = 0, CancellationToken cancellationToken = default) =>
        inner.ListChangedBlocksAsync(firstSnapshotId, secondSnapshotId, startingIndex, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
