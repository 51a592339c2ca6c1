using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html">DescribeVolumes</see>.</summary>
internal sealed class DescribeVolumesPaginator(IAmazonEC2 client, DescribeVolumesRequest request) : IDescribeVolumesPaginator, IPaginator<DescribeVolumesResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeVolumesResponse> Responses => new PaginatedResponse<DescribeVolumesResponse>(this);

    public IPaginatedEnumerable<Volume> Volumes =>
        new PaginatedResultKeyResponse<DescribeVolumesResponse, Volume>(this, page => page.Volumes ?? []);

    IAsyncEnumerable<DescribeVolumesResponse> IPaginator<DescribeVolumesResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeVolumesAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
