using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Replication.Aws.Sdk.Runtime;

namespace Amazon.EC2;

/// <summary>
/// A copy across regions is asked of the destination, which fetches in the caller's name from the source: for encrypted
/// snapshots it wants the caller's own request to the source region, signed in advance
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html, PresignedUrl). Runs once the identity
/// is known and before the request itself is signed.
/// </summary>
internal sealed class CopySnapshotPresigner : PipelineHandler
{
    private const string Service = "ec2";

    /// <summary>Seconds. The destination fetches as soon as it takes the copy on.</summary>
    private const string Validity = "3600";

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        IRequestContext context = executionContext.RequestContext;
        // Where a URL stands in for a region there is no telling where another region answers; such servers need no signature in advance.
        if (context.OriginalRequest is CopySnapshotRequest { PresignedUrl: null, SourceRegion: { } source }
            && string.IsNullOrEmpty(context.ClientConfig.ServiceURL)
            && context.ClientConfig.RegionEndpoint?.SystemName is { } destination
            && context.Identity is AWSCredentials credentials)
        {
            ImmutableCredentials keys = await credentials.GetCredentialsAsync();
            if (!context.Request.Parameters.ContainsKey("DestinationRegion")) context.Request.Parameters["DestinationRegion"] = destination;
            context.Request.Parameters["PresignedUrl"] = Presign(context, source, keys);
        }

        return await base.InvokeAsync<T>(executionContext);
    }

    private static string Presign(IRequestContext context, string source, ImmutableCredentials keys)
    {
        var config = new AmazonEC2Config { RegionEndpoint = RegionEndpoint.GetBySystemName(source) };
        var request = new DefaultRequest(context.OriginalRequest, "Amazon.EC2")
        {
            HttpMethod = "GET",
            ResourcePath = "/",
            UseQueryString = true,
            Endpoint = new Uri(config.EndpointProvider.ResolveEndpoint(RegionalEndpointResolver.ParametersOf(config)).URL),
        };
        foreach ((string name, string value) in context.Request.Parameters) request.Parameters[name] = value;
        request.Parameters["X-Amz-Expires"] = Validity;
        if (keys.UseToken) request.Parameters["X-Amz-Security-Token"] = keys.Token;
        AWS4SigningResult signature = AWS4PreSignedUrlSigner.SignRequest(request, config, null, keys.AccessKey, keys.SecretKey, Service, source);
        return $"{AmazonServiceClient.ComposeUrl(request).AbsoluteUri}&{signature.ForQueryParameters}";
    }
}
