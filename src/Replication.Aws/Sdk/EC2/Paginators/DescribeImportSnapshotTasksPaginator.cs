using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImportSnapshotTasks.html">DescribeImportSnapshotTasks</see>.</summary>
internal sealed class DescribeImportSnapshotTasksPaginator(IAmazonEC2 client, DescribeImportSnapshotTasksRequest request) : IDescribeImportSnapshotTasksPaginator, IPaginator<DescribeImportSnapshotTasksResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeImportSnapshotTasksResponse> Responses => new PaginatedResponse<DescribeImportSnapshotTasksResponse>(this);

    public IPaginatedEnumerable<ImportSnapshotTask> ImportSnapshotTasks =>
        new PaginatedResultKeyResponse<DescribeImportSnapshotTasksResponse, ImportSnapshotTask>(this, page => page.ImportSnapshotTasks ?? []);

    IAsyncEnumerable<DescribeImportSnapshotTasksResponse> IPaginator<DescribeImportSnapshotTasksResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeImportSnapshotTasksAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
