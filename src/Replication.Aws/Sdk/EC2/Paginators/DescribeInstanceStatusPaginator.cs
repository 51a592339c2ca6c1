using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html">DescribeInstanceStatus</see>.</summary>
internal sealed class DescribeInstanceStatusPaginator(IAmazonEC2 client, DescribeInstanceStatusRequest request) : IDescribeInstanceStatusPaginator, IPaginator<DescribeInstanceStatusResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeInstanceStatusResponse> Responses => new PaginatedResponse<DescribeInstanceStatusResponse>(this);

    public IPaginatedEnumerable<InstanceStatus> InstanceStatuses =>
        new PaginatedResultKeyResponse<DescribeInstanceStatusResponse, InstanceStatus>(this, page => page.InstanceStatuses ?? []);

    IAsyncEnumerable<DescribeInstanceStatusResponse> IPaginator<DescribeInstanceStatusResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeInstanceStatusAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
