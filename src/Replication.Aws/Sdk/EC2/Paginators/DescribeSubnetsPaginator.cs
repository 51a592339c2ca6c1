using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html">DescribeSubnets</see>.</summary>
internal sealed class DescribeSubnetsPaginator(IAmazonEC2 client, DescribeSubnetsRequest request) : IDescribeSubnetsPaginator, IPaginator<DescribeSubnetsResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeSubnetsResponse> Responses => new PaginatedResponse<DescribeSubnetsResponse>(this);

    public IPaginatedEnumerable<Subnet> Subnets =>
        new PaginatedResultKeyResponse<DescribeSubnetsResponse, Subnet>(this, page => page.Subnets ?? []);

    IAsyncEnumerable<DescribeSubnetsResponse> IPaginator<DescribeSubnetsResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeSubnetsAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
