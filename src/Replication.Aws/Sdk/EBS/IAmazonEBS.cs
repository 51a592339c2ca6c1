using Amazon.EBS.Model;
using Amazon.Runtime;

namespace Amazon.EBS;

/// <summary>The EBS direct APIs: write, list and read the blocks of snapshots.</summary>
public interface IAmazonEBS : IDisposable
{
    IClientConfig Config { get; }

    Task<CompleteSnapshotResponse> CompleteSnapshotAsync(CompleteSnapshotRequest request, CancellationToken cancellationToken = default);

    Task<GetSnapshotBlockResponse> GetSnapshotBlockAsync(GetSnapshotBlockRequest request, CancellationToken cancellationToken = default);

    Task<ListChangedBlocksResponse> ListChangedBlocksAsync(ListChangedBlocksRequest request, CancellationToken cancellationToken = default);

    Task<ListSnapshotBlocksResponse> ListSnapshotBlocksAsync(ListSnapshotBlocksRequest request, CancellationToken cancellationToken = default);

    Task<PutSnapshotBlockResponse> PutSnapshotBlockAsync(PutSnapshotBlockRequest request, CancellationToken cancellationToken = default);

    Task<StartSnapshotResponse> StartSnapshotAsync(StartSnapshotRequest request, CancellationToken cancellationToken = default);
}
