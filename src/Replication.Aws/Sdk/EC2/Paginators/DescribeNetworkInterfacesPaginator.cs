using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html">DescribeNetworkInterfaces</see>.</summary>
internal sealed class DescribeNetworkInterfacesPaginator(IAmazonEC2 client, DescribeNetworkInterfacesRequest request) : IDescribeNetworkInterfacesPaginator, IPaginator<DescribeNetworkInterfacesResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeNetworkInterfacesResponse> Responses => new PaginatedResponse<DescribeNetworkInterfacesResponse>(this);

    public IPaginatedEnumerable<NetworkInterface> NetworkInterfaces =>
        new PaginatedResultKeyResponse<DescribeNetworkInterfacesResponse, NetworkInterface>(this, page => page.NetworkInterfaces ?? []);

    IAsyncEnumerable<DescribeNetworkInterfacesResponse> IPaginator<DescribeNetworkInterfacesResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeNetworkInterfacesAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
