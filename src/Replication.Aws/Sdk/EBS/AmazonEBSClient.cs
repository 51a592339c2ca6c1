using Amazon.EBS.Model;
using Amazon.EBS.Model.Internal;
using Amazon.Runtime;
using Replication.Aws.Sdk.Runtime;

namespace Amazon.EBS;

/// <summary>
/// Client of the EBS direct APIs on AWSSDK.Core alone, with the names of the package AWSSDK.EBS: where that package can be
/// restored, this folder goes and a package reference takes its place.
/// </summary>
public class AmazonEBSClient : AwsServiceClient, IAmazonEBS
{
    private readonly bool _overTls;

    public AmazonEBSClient(AmazonEBSConfig config)
        : base(config) => _overTls = UsesTls(config);

    public AmazonEBSClient(AWSCredentials credentials, AmazonEBSConfig config)
        : base(credentials, config) => _overTls = UsesTls(config);

    public Task<CompleteSnapshotResponse> CompleteSnapshotAsync(CompleteSnapshotRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<CompleteSnapshotRequest, CompleteSnapshotResponse>(request, EbsMarshalling.CompleteSnapshot, CompleteSnapshotUnmarshaller.Instance, cancellationToken);

    public Task<GetSnapshotBlockResponse> GetSnapshotBlockAsync(GetSnapshotBlockRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<GetSnapshotBlockRequest, GetSnapshotBlockResponse>(request, EbsMarshalling.GetSnapshotBlock, GetSnapshotBlockUnmarshaller.Instance, cancellationToken);

    public Task<ListChangedBlocksResponse> ListChangedBlocksAsync(ListChangedBlocksRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListChangedBlocksRequest, ListChangedBlocksResponse>(request, EbsMarshalling.ListChangedBlocks, ListChangedBlocksUnmarshaller.Instance, cancellationToken);

    public Task<ListSnapshotBlocksResponse> ListSnapshotBlocksAsync(ListSnapshotBlocksRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<ListSnapshotBlocksRequest, ListSnapshotBlocksResponse>(request, EbsMarshalling.ListSnapshotBlocks, ListSnapshotBlocksUnmarshaller.Instance, cancellationToken);

    public Task<PutSnapshotBlockResponse> PutSnapshotBlockAsync(PutSnapshotBlockRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<PutSnapshotBlockRequest, PutSnapshotBlockResponse>(
            request, block => EbsMarshalling.PutSnapshotBlock(block, _overTls), PutSnapshotBlockUnmarshaller.Instance, cancellationToken);

    public Task<StartSnapshotResponse> StartSnapshotAsync(StartSnapshotRequest request, CancellationToken cancellationToken = default) =>
        CallAsync<StartSnapshotRequest, StartSnapshotResponse>(request, EbsMarshalling.StartSnapshot, StartSnapshotUnmarshaller.Instance, cancellationToken);

    private static bool UsesTls(AmazonEBSConfig config) => config.ServiceURL?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) != true;
}
