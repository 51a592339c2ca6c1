using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html">DescribeInstances</see>.</summary>
internal sealed class DescribeInstancesPaginator(IAmazonEC2 client, DescribeInstancesRequest request) : IDescribeInstancesPaginator, IPaginator<DescribeInstancesResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeInstancesResponse> Responses => new PaginatedResponse<DescribeInstancesResponse>(this);

    public IPaginatedEnumerable<Reservation> Reservations =>
        new PaginatedResultKeyResponse<DescribeInstancesResponse, Reservation>(this, page => page.Reservations ?? []);

    IAsyncEnumerable<DescribeInstancesResponse> IPaginator<DescribeInstancesResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeInstancesAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
