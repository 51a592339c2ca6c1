using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html">DescribeVpcs</see>.</summary>
internal sealed class DescribeVpcsPaginator(IAmazonEC2 client, DescribeVpcsRequest request) : IDescribeVpcsPaginator, IPaginator<DescribeVpcsResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeVpcsResponse> Responses => new PaginatedResponse<DescribeVpcsResponse>(this);

    public IPaginatedEnumerable<Vpc> Vpcs =>
        new PaginatedResultKeyResponse<DescribeVpcsResponse, Vpc>(this, page => page.Vpcs ?? []);

    IAsyncEnumerable<DescribeVpcsResponse> IPaginator<DescribeVpcsResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeVpcsAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
