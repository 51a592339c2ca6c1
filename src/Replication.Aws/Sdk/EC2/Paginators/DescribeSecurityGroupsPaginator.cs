using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html">DescribeSecurityGroups</see>.</summary>
internal sealed class DescribeSecurityGroupsPaginator(IAmazonEC2 client, DescribeSecurityGroupsRequest request) : IDescribeSecurityGroupsPaginator, IPaginator<DescribeSecurityGroupsResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeSecurityGroupsResponse> Responses => new PaginatedResponse<DescribeSecurityGroupsResponse>(this);

    public IPaginatedEnumerable<SecurityGroup> SecurityGroups =>
        new PaginatedResultKeyResponse<DescribeSecurityGroupsResponse, SecurityGroup>(this, page => page.SecurityGroups ?? []);

    IAsyncEnumerable<DescribeSecurityGroupsResponse> IPaginator<DescribeSecurityGroupsResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeSecurityGroupsAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
