using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html">DescribeSnapshots</see>.</summary>
internal sealed class DescribeSnapshotsPaginator(IAmazonEC2 client, DescribeSnapshotsRequest request) : IDescribeSnapshotsPaginator, IPaginator<DescribeSnapshotsResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeSnapshotsResponse> Responses => new PaginatedResponse<DescribeSnapshotsResponse>(this);

    public IPaginatedEnumerable<Snapshot> Snapshots =>
        new PaginatedResultKeyResponse<DescribeSnapshotsResponse, Snapshot>(this, page => page.Snapshots ?? []);

    IAsyncEnumerable<DescribeSnapshotsResponse> IPaginator<DescribeSnapshotsResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeSnapshotsAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
