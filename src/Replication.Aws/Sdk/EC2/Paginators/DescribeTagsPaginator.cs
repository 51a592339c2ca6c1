using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html">DescribeTags</see>.</summary>
internal sealed class DescribeTagsPaginator(IAmazonEC2 client, DescribeTagsRequest request) : IDescribeTagsPaginator, IPaginator<DescribeTagsResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeTagsResponse> Responses => new PaginatedResponse<DescribeTagsResponse>(this);

    public IPaginatedEnumerable<TagDescription> Tags =>
        new PaginatedResultKeyResponse<DescribeTagsResponse, TagDescription>(this, page => page.Tags ?? []);

    IAsyncEnumerable<DescribeTagsResponse> IPaginator<DescribeTagsResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeTagsAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
