using Amazon.Runtime;

namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Walks the pages of <see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html">DescribeLaunchTemplates</see>.</summary>
internal sealed class DescribeLaunchTemplatesPaginator(IAmazonEC2 client, DescribeLaunchTemplatesRequest request) : IDescribeLaunchTemplatesPaginator, IPaginator<DescribeLaunchTemplatesResponse>
{
    private readonly string? _firstToken = request.NextToken;

    public IPaginatedEnumerable<DescribeLaunchTemplatesResponse> Responses => new PaginatedResponse<DescribeLaunchTemplatesResponse>(this);

    public IPaginatedEnumerable<LaunchTemplate> LaunchTemplates =>
        new PaginatedResultKeyResponse<DescribeLaunchTemplatesResponse, LaunchTemplate>(this, page => page.LaunchTemplates ?? []);

    IAsyncEnumerable<DescribeLaunchTemplatesResponse> IPaginator<DescribeLaunchTemplatesResponse>.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(
        _firstToken,
        (token, stop) =>
        {
            request.NextToken = token;
            return client.DescribeLaunchTemplatesAsync(request, stop);
        },
        page => page.NextToken,
        cancellationToken);
}
