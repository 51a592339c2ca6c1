using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html">DescribeImages</see>.</summary>
internal sealed class DescribeImagesPaginator(IAmazonEC2 client, DescribeImagesRequest request) : IDescribeImagesPaginator, IPaginator<DescribeImagesResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeImagesResponse> Responses => new PaginatedResponse<DescribeImagesResponse>(this);

    public IPaginatedEnumerable<Image> Images =>
        new PaginatedResultKeyResponse<DescribeImagesResponse, Image>(this, page => page.Images ?? []);

    IAsyncEnumerable<DescribeImagesResponse> IPaginator<DescribeImagesResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeImagesAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
