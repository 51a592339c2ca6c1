using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html">DescribeInstanceTypes</see>.</summary>
internal sealed class DescribeInstanceTypesPaginator(IAmazonEC2 client, DescribeInstanceTypesRequest request) : IDescribeInstanceTypesPaginator, IPaginator<DescribeInstanceTypesResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeInstanceTypesResponse> Responses => new PaginatedResponse<DescribeInstanceTypesResponse>(this);

    public IPaginatedEnumerable<InstanceTypeInfo> InstanceTypes =>
        new PaginatedResultKeyResponse<DescribeInstanceTypesResponse, InstanceTypeInfo>(this, page => page.InstanceTypes ?? []);

    IAsyncEnumerable<DescribeInstanceTypesResponse> IPaginator<DescribeInstanceTypesResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeInstanceTypesAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
